"""Public question sets in the forms that they are published in, converted into the one form that is run."""
