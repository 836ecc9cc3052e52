//! Whether values may be entered now: input periods, expiry, the future, approval, and the days of attribute options.

use std::collections::HashSet;

use afya_access::Caller;
use afya_model::ErrorCode;
use afya_model::period::{Period, PeriodType};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::{Check, Conflict, Word, listed};
use crate::entry::EDIT_EXPIRED;
use crate::values::preheat::{Set, Span};
use crate::values::report::Arg;

pub(super) fn check(check: &Check<'_>, caller: &Caller, now: DateTime) -> Option<Conflict> {
    let set = check.found.set.as_ref()?;
    check.open(set, caller, now).or_else(|| check.approval(set)).or_else(|| check.days_of_options(set))
}

impl Check<'_> {
    /// That the set is open for the periods.
    fn open(&self, set: &Set, caller: &Caller, now: DateTime) -> Option<Conflict> {
        let untimely = |periods: &mut dyn Iterator<Item = Period>| {
            let mut seen = HashSet::new();
            let periods = periods.filter(|period| seen.insert(*period));
            let periods = listed(periods.map(|period| period.id()))?;
            Some(Conflict::new(ErrorCode::E8030, vec![self.set(), periods]))
        };
        if !set.input_periods.is_empty() {
            let closed = |period: &Period| {
                set.input_periods.get(period).is_none_or(|spans| {
                    let open = |(from, to): &Span| {
                        from.is_none_or(|from| now >= from) && to.is_none_or(|to| now <= to)
                    };
                    !spans.iter().any(open)
                })
            };
            return untimely(&mut self.keys.periods.iter().filter(closed));
        }
        if caller.has_any(&[EDIT_EXPIRED]) {
            return None;
        }
        if set.expiry_days > 0 {
            let expired = |(unit, period): &(Word, Period)| {
                let last = period.end.checked_add((set.expiry_days + 1).days());
                last.is_ok_and(|last| now > last.to_datetime(jiff::civil::Time::midnight()))
                    && !set.exceptions.contains(&(*unit, *period))
            };
            let expired = self.keys.unit_periods.iter().filter(expired).map(|(_, period)| period);
            if let Some(conflict) = untimely(&mut { expired }) {
                return Some(conflict);
            }
        }
        if set.expiry_days < 0 {
            return None;
        }
        let current = Period::containing(self.keys.periods.iter().next()?.kind, now.date())?;
        let last = current.shift(set.open_future - 1)?;
        untimely(&mut self.keys.periods.iter().filter(|period| period.end > last.end))
    }

    /// That what is entered is not approved already. As in DHIS2 only an attribute option combo that is said is looked up,
    /// and only the unit's own approval.
    fn approval(&self, set: &Set) -> Option<Conflict> {
        if set.approved.is_empty() {
            return None;
        }
        let approved =
            |combo: Word, unit: Word, period: Period| set.approved.contains(&(unit, period, combo));
        for (combo, unit) in self.keys.combo_units.iter() {
            let periods = self
                .keys
                .unit_periods
                .iter()
                .filter(|(of, period)| *of == unit && approved(combo, unit, *period));
            if let Some(periods) = listed(periods.map(|(_, period)| period.id())) {
                let args = vec![Arg::Text(self.text(combo)), Arg::Text(self.text(unit)), periods];
                return Some(Conflict::new(ErrorCode::E8033, args));
            }
        }
        None
    }

    /// That the periods lie in the days that the attribute options are for, or so many periods after them.
    fn days_of_options(&self, set: &Set) -> Option<Conflict> {
        let outside = |(combo, period): &(Word, Period)| {
            let Some(combo) = self.found.combos.get(combo) else { return false };
            let holds = |day: Date| {
                combo.starts.is_none_or(|starts| day >= starts) && combo.ends.is_none_or(|ends| day <= ends)
            };
            let back = |day: Date| rewound(day, period.kind, set.after_option);
            let within = holds(period.start) && holds(period.end);
            let after = || set.after_option != 0 && holds(back(period.start)) && holds(back(period.end));
            !within && !after()
        };
        let (combo, _) = self.keys.combo_periods.iter().find(outside)?;
        let periods = self.keys.combo_periods.iter().filter(|pair| pair.0 == combo && outside(pair));
        let periods = listed(periods.map(|(_, period)| period.id()))?;
        Some(Conflict::new(ErrorCode::E8032, vec![Arg::Text(self.text(combo)), periods]))
    }
}

/// A day so many periods before, by the length of the period.
fn rewound(day: Date, kind: PeriodType, periods: i32) -> Date {
    let one: jiff::Span = match Period::containing(kind, day) {
        Some(period) if period.days() < 28 => period.days().days(),
        Some(period) => ((period.days() + 15) / 30).months(),
        None => return day,
    };
    one.checked_mul(i64::from(periods)).and_then(|span| day.checked_sub(span)).unwrap_or(day)
}
