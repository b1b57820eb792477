"""Training, export and checks of the small cross-encoder that the service reads candidates with."""
