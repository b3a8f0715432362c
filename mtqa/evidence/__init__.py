"""Learned, topic-blind evidence of translation: hashed n-grams with names masked."""
