//! Synthetic feeds of a made-up region, with every trap of real ones.
