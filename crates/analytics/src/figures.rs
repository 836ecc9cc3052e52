//! Figures as text: rounding half up on the decimal digits, and the two ways in which numbers are written.

/// Rounds half up, away from zero, on the decimal digits that the number is written with.
pub fn rounded(value: f64, places: usize) -> f64 {
    let text = format!("{}", value.abs());
    let Some((whole, fraction)) = text.split_once('.') else { return value };
    if fraction.len() <= places {
        return value;
    }
    let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes().take(places)).collect();
    let is_up = fraction.as_bytes()[places] >= b'5';
    if is_up {
        raise(&mut digits);
    }
    let point = digits.len() - places;
    let digits: String = digits.into_iter().map(char::from).collect();
    let magnitude: f64 = format!("{}.{}", &digits[..point], &digits[point..]).parse().unwrap_or(value.abs());
    if magnitude == 0.0 { 0.0 } else { magnitude.copysign(value) }
}

/// Adds one to the number that the digits spell.
fn raise(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}

/// How many places figures keep when rounding is off.
const UNROUNDED_PLACES: usize = 10;

/// How many digits of a figure are the same in whatever order its parts were added up.
const SURE_DIGITS: usize = 15;

/// A figure without rounding: the digits that are sure, so that an answer is the same whoever computed it, and ten places of them.
pub(crate) fn unrounded(value: f64) -> f64 {
    rounded(sure(value), UNROUNDED_PLACES)
}

/// A number without the digits that depend on the order in which its parts were added up.
fn sure(value: f64) -> f64 {
    format!("{value:.*e}", SURE_DIGITS - 1).parse().unwrap_or(value)
}

/// A figure of a data element: two places, whole numbers without any; ten places and always one when unrounded.
pub fn of_element(value: f64, skip_rounding: bool) -> String {
    if skip_rounding {
        return decimal(unrounded(value));
    }
    format!("{}", rounded(value, 2))
}

/// A figure of an indicator: its own places, else two and always at least one; whole when it wants none.
pub fn of_indicator(value: f64, decimals: Option<i32>, skip_rounding: bool) -> String {
    if skip_rounding {
        return decimal(unrounded(value));
    }
    match decimals.and_then(|places| usize::try_from(places).ok()) {
        Some(0) => format!("{}", (value + 0.5).floor() + 0.0),
        Some(places) => decimal(rounded(value, places)),
        None => decimal(rounded(value, 2)),
    }
}

/// A number rounded to so many places, with at least one place after the point.
pub fn unshortened(value: f64, places: usize) -> String {
    decimal(rounded(value, places))
}

/// A number with at least one place after the point.
fn decimal(value: f64) -> String {
    let text = format!("{value}");
    if text.contains(['.', 'N', 'i']) { text } else { format!("{text}.0") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rounded_half_up_and_whole_ones_have_no_point() {
        assert_eq!(of_element(58237.0, false), "58237");
        assert_eq!(of_element(66.4805936073, false), "66.48");
        assert_eq!(of_element(2.675, false), "2.68");
        assert_eq!(of_element(9.999, false), "10");
        assert_eq!(of_element(-0.001, false), "0");
        assert_eq!(of_element(-2.345, false), "-2.35");
        assert_eq!(of_element(1.0 / 3.0, true), "0.3333333333");
        assert_eq!(of_element(1_114_834.0, true), "1114834.0");
        assert_eq!(of_element(1_278_702.185_792_35, true), of_element(1_278_702.185_792_352_4, true));
        assert_eq!(of_element(4_985.094_202_898_5, true), "4985.0942028985");
        assert_eq!(of_element(1_278.702_185_792_349_6, true), of_element(1_278.702_185_792_35, true));
        assert_eq!(of_element(123_456_789_012_345.6, true), "123456789012346.0");
        assert_eq!(of_element(1e20, true), "100000000000000000000.0");
    }

    #[test]
    fn indicators_have_a_point_unless_they_want_no_places() {
        assert_eq!(of_indicator(1410.0, Some(1), false), "1410.0");
        assert_eq!(of_indicator(2206.4, Some(0), false), "2206");
        assert_eq!(of_indicator(12.0, None, false), "12.0");
        assert_eq!(of_indicator(3.78161, Some(3), false), "3.782");
        assert_eq!(of_indicator(99_999_999.0, None, false), "99999999.0");
        assert_eq!(of_indicator(-0.2, Some(0), false), "0");
    }
}
