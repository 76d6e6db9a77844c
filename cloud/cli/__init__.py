"""`dife-cloud`: deploys Dife to AWS and looks after it there."""
