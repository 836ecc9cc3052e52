//! Periods: what is read is written the same, lies in the calendar, and has neighbours.
#![no_main]

use afya_model::period::Period;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(period) = Period::parse(text) else { return };
    let again = Period::parse(&period.id()).expect("the id of a period is a period");
    assert_eq!(again, period, "{text} is written {}", period.id());
    assert!(period.start <= period.end, "{text}");
    drop(period.name());
    if let Some(next) = period.next() {
        assert_eq!(next.previous().as_ref(), Some(&period), "{text} is before {}", next.id());
    }
});
