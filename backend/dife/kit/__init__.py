"""Building blocks that know nothing of Dife's business."""
