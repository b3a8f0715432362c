"""Measure the scorer: contrasts, calibration, false alarms, speed."""
