"""The text classifier: `grams` and `model` serve linting and need neither numpy nor scikit-learn; `train` and `evaluate` do."""
