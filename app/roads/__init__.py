"""Roads, their segments, and the chiefs who answer for them."""
