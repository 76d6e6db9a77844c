"""The worker: runs the jobs that the slices register, and their schedule."""
