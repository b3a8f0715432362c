"""The ways a report comes out: text, JSON, HTML, SARIF and annotations.

Each format is one module; none of them is imported before it is asked for.
"""
