//! From foreign bytes to facts: archive, decode, recognise, check, load.
