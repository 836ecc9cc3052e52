//! The names of periods, as DHIS2's analytics shows them: in English, and in the other languages of what the server draws.

use jiff::civil::Date;

use super::kind::{PeriodType, Shape};
use super::{Period, weeks};
use crate::Language;

fn words(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::French => &FRENCH,
        Language::Arabic => &ARABIC,
    }
}

/// What names are made of.
struct Words {
    months: [&'static str; 12],
    week: &'static str,
    bi_week: &'static str,
    and: &'static str,
    to: &'static str,
}

const ENGLISH: Words = Words {
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    week: "Week",
    bi_week: "Bi-Week",
    and: "and",
    to: "to",
};

const FRENCH: Words = Words {
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    week: "Semaine",
    bi_week: "Quinzaine",
    and: "et",
    to: "à",
};

const ARABIC: Words = Words {
    months: [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    week: "الأسبوع",
    bi_week: "الأسبوعان",
    and: "و",
    to: "إلى",
};

pub(super) fn name(period: &Period, language: Language) -> String {
    let Period { kind, start, end } = *period;
    let words = words(language);
    let month = |date: Date| month(words, date);
    match (kind, kind.shape()) {
        (_, Shape::Day) => start.to_string(),
        (_, Shape::Week { .. }) => {
            format!("{} {} {start} - {end}", words.week, weeks::number_of(start).1)
        }
        (_, Shape::BiWeek) => {
            format!("{} {} {start} - {end}", words.bi_week, weeks::number_of(start).1 / 2 + 1)
        }
        (PeriodType::Monthly, _) => format!("{} {}", month(start), start.year()),
        (PeriodType::Yearly, _) => start.year().to_string(),
        (PeriodType::TwoYearly, _) => format!("{} {} {}", start.year(), words.and, end.year()),
        // DHIS2 has no long form for this one type.
        (PeriodType::QuarterlyNov, _) if language == Language::English => {
            format!("{} to {} {}", &month(start)[..3], &month(end)[..3], end.year())
        }
        (PeriodType::QuarterlyNov, _) => {
            format!("{} {} {} {}", month(start), words.to, month(end), end.year())
        }
        (_, Shape::Months { length: 12, .. }) => {
            format!("{} {} - {} {}", month(start), start.year(), month(end), end.year())
        }
        (_, Shape::Months { .. }) => format!("{} - {} {}", month(start), month(end), end.year()),
    }
}

fn month(words: &Words, date: Date) -> &'static str {
    let index = usize::try_from(date.month() - 1).ok();
    index.and_then(|index| words.months.get(index)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_names_in_the_language_of_a_locale() {
        let name = |id: &str, locale: &str| Period::parse(id).unwrap().name_in(Language::of(locale));
        assert_eq!(name("202508", "fr_FR"), "août 2025");
        assert_eq!(name("2025Q1", "fr"), "janvier - mars 2025");
        assert_eq!(name("2025W3", "fr"), "Semaine 3 2025-01-13 - 2025-01-19");
        assert_eq!(name("202501", "ar-EG"), "يناير 2025");
        assert_eq!(name("202501", "sw"), "January 2025");
        assert_eq!(name("2024NovQ1", "fr"), "novembre à janvier 2024");
    }
}
