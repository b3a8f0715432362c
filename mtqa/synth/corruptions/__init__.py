"""The corruptions, one file a group of detectors."""
