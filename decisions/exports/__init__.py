"""Files that leave the ministry: letters in bulk, and presentation memos."""
