"""Training: corpus → tokenizer → language model → evidence → scorer.

Each step is one command (``mtqa train STEP``) driven by one YAML file in ``configs/``.
"""
