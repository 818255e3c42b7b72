//! The rough form of a name.

/// Which pairs of letters a key has, roughly: rules most candidates out at hardly any cost.
#[derive(Clone, Copy)]
pub(crate) struct Outline(u128);

impl Outline {
    pub(crate) fn of(key: &str) -> Self {
        let mut bits = 0_u128;
        let mut last: Option<u8> = None;
        for byte in key.bytes().filter(|byte| *byte != b' ') {
            if let Some(before) = last.replace(byte) {
                let pair = u32::from(before) * 37 + u32::from(byte);
                bits |= 1 << (pair % 127);
            }
        }
        Self(bits)
    }

    /// Whether the one with fewer pairs has most of them in common with the other.
    pub(crate) fn is_near(self, other: Self) -> bool {
        let fewer = self.0.count_ones().min(other.0.count_ones());
        5 * (self.0 & other.0).count_ones() >= 3 * fewer
    }
}
