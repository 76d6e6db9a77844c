"""Media: pictures from the presigned upload to the variants that clients show."""
