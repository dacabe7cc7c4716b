"""What every room shares: tables, codebook, states, errors."""
