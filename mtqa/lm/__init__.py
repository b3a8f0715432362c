"""The embedded language model: tokenizer, surprisal, training."""
