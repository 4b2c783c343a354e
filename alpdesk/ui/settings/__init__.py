"""What the clinic and this computer can set."""
