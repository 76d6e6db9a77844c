"""What tests of the cloud share."""
