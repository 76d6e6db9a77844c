"""The units of deployment. What is wired to what can be read in app.py and here, and nowhere else."""
