//! Sections of the Standard Industrial Classification.

/// Sections of SIC 2007 and their titles (Office for National Statistics), shortened where the official one is long.
const SECTIONS: [(&str, &str); 21] = [
    ("A", "Agriculture, forestry and fishing"),
    ("B", "Mining and quarrying"),
    ("C", "Manufacturing"),
    ("D", "Electricity, gas, steam and air conditioning supply"),
    ("E", "Water supply, sewerage, waste management and remediation"),
    ("F", "Construction"),
    ("G", "Wholesale and retail trade; repair of motor vehicles"),
    ("H", "Transportation and storage"),
    ("I", "Accommodation and food service"),
    ("J", "Information and communication"),
    ("K", "Financial and insurance activities"),
    ("L", "Real estate activities"),
    ("M", "Professional, scientific and technical activities"),
    ("N", "Administrative and support service activities"),
    ("O", "Public administration and defence"),
    ("P", "Education"),
    ("Q", "Human health and social work"),
    ("R", "Arts, entertainment and recreation"),
    ("S", "Other service activities"),
    ("T", "Households as employers"),
    ("U", "Extraterritorial organisations"),
];

/// The title of a section of SIC 2007, by its letter.
pub fn sector_title(section: &str) -> Option<&'static str> {
    SECTIONS.iter().find(|(letter, _)| *letter == section).map(|(_, title)| *title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_has_a_title() {
        let letters: String = SECTIONS.iter().map(|(letter, _)| *letter).collect();
        assert_eq!(letters, "ABCDEFGHIJKLMNOPQRSTU");
        assert_eq!(sector_title("F"), Some("Construction"));
        assert_eq!(sector_title("X"), None);
    }
}
