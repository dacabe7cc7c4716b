"""How two states get on: counts per dyad and period, warmth, rates, tilt, the signed network."""
