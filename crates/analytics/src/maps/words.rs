//! What a legend says by itself, in the languages of the server's own texts.

use afya_model::Language;

/// The words of a legend.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) units: &'static str,
    pub(super) facilities: &'static str,
    pub(super) in_no_group: &'static str,
    pub(super) no_data: &'static str,
    pub(super) not_drawn: &'static str,
}

pub(super) const ENGLISH: Words = Words {
    units: "Organisation units",
    facilities: "Facilities",
    in_no_group: "In no group",
    no_data: "No data",
    not_drawn: "Not drawn",
};

const FRENCH: Words = Words {
    units: "Unités d’organisation",
    facilities: "Établissements",
    in_no_group: "Sans groupe",
    no_data: "Pas de données",
    not_drawn: "Non dessiné",
};

const ARABIC: Words = Words {
    units: "الوحدات التنظيمية",
    facilities: "المرافق",
    in_no_group: "بلا مجموعة",
    no_data: "لا توجد بيانات",
    not_drawn: "غير مرسوم",
};

impl Words {
    /// The words of a language.
    pub(super) fn of(language: Language) -> &'static Words {
        match language {
            Language::English => &ENGLISH,
            Language::French => &FRENCH,
            Language::Arabic => &ARABIC,
        }
    }
}
