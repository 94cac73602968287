"""What the bank says: statements read, joined to what is kept, and their lines matched with what is open."""
