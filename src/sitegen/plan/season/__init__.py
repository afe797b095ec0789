"""From invitations to the rank order list, and the Match itself."""
