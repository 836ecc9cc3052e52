//! The twelve data sets and their elements.

use afya_model::period::PeriodType;

use crate::catalogue::Combo::{self, AgeSex, Five, Place, Sex, Whole};
use crate::catalogue::Model::{self, Days, Part, People, Rate};
use crate::catalogue::{Element, Reporters, Set};

const fn element(code: &'static str, name: &'static str, combo: Combo, model: Model) -> Element {
    Element { code, name, combo, model }
}

const SETS: [Set; 12] = [
    Set {
        code: "MALARIA",
        name: "Malaria monthly report",
        every: PeriodType::Monthly,
        reporters: Reporters::Everybody,
        sections: &[],
        elements: &[
            element("MAL_TESTED", "Malaria tests done", Five, Rate(34.0, 0.45, 4, 1.03)),
            element("MAL_POSITIVE", "Malaria cases confirmed", Five, Part("MAL_TESTED", 0.38)),
            element("MAL_TREATED", "Malaria cases treated with ACT", Five, Part("MAL_POSITIVE", 0.97)),
            element("MAL_ACT_DAYS", "Days without ACT", Whole, Days(0.12)),
        ],
    },
    Set {
        code: "OPD",
        name: "Outpatient monthly report",
        every: PeriodType::Monthly,
        reporters: Reporters::HospitalsAndCentres,
        sections: &[("Attendance", 3), ("Illnesses", 5)],
        elements: &[
            element("OPD_NEW", "Outpatient visits, new", AgeSex, Rate(62.0, 0.12, 3, 1.02)),
            element("OPD_IN", "Patients referred in", Whole, Rate(0.9, 0.0, 1, 1.01)),
            element("OPD_OUT", "Patients referred out", Whole, Rate(1.4, 0.0, 1, 1.01)),
            element("OPD_DIARRHOEA", "Diarrhoea, new cases", Five, Rate(4.2, 0.4, 2, 0.97)),
            element("OPD_PNEUMONIA", "Pneumonia, new cases", Five, Rate(3.1, 0.35, 7, 0.98)),
            element("OPD_HYPERTENSION", "Hypertension, new cases", Whole, Rate(1.1, 0.0, 1, 1.06)),
            element("OPD_DIABETES", "Diabetes, new cases", Whole, Rate(0.4, 0.0, 1, 1.07)),
            element("OPD_INJURY", "Road injuries", Whole, Rate(0.6, 0.15, 12, 1.03)),
        ],
    },
    Set {
        code: "MATERNAL",
        name: "Maternal and newborn monthly report",
        every: PeriodType::Monthly,
        reporters: Reporters::HospitalsAndCentres,
        sections: &[("Antenatal care", 4), ("Delivery", 5), ("After birth", 3)],
        elements: &[
            element("ANC_1", "Antenatal care, first visit", Whole, Rate(3.4, 0.08, 5, 1.02)),
            element("ANC_4", "Antenatal care, fourth visit", Whole, Part("ANC_1", 0.66)),
            element("ANC_IPT3", "Third dose of IPTp", Whole, Part("ANC_1", 0.58)),
            element("ANC_SYPHILIS", "Pregnant women tested for syphilis", Whole, Part("ANC_1", 0.81)),
            element("DEL_ALL", "Deliveries in the facility", Whole, Rate(2.5, 0.08, 9, 1.03)),
            element("DEL_SKILLED", "Deliveries with a skilled attendant", Whole, Part("DEL_ALL", 0.95)),
            element("DEL_LIVE", "Live births", Sex, Rate(2.45, 0.08, 9, 1.03)),
            element("DEL_STILL", "Stillbirths", Whole, Part("DEL_ALL", 0.018)),
            element("DEL_DEATHS", "Maternal deaths", Whole, Part("DEL_ALL", 0.0018)),
            element("NEW_LOW", "Low birth weight", Sex, Part("DEL_LIVE", 0.09)),
            element("NEW_BREAST", "Breastfed within an hour", Sex, Part("DEL_LIVE", 0.86)),
            element("PNC_2", "Postnatal care within two days", Whole, Part("DEL_ALL", 0.74)),
        ],
    },
    Set {
        code: "EPI",
        name: "Immunisation monthly report",
        every: PeriodType::Monthly,
        reporters: Reporters::HospitalsAndCentres,
        sections: &[],
        elements: &[
            element("EPI_BCG", "BCG doses given", Place, Rate(2.9, 0.05, 10, 1.02)),
            element("EPI_PENTA1", "Pentavalent, first dose", Place, Rate(2.8, 0.05, 10, 1.02)),
            element("EPI_PENTA3", "Pentavalent, third dose", Place, Part("EPI_PENTA1", 0.88)),
            element("EPI_MR1", "Measles and rubella, first dose", Place, Part("EPI_PENTA1", 0.84)),
            element("EPI_MR2", "Measles and rubella, second dose", Whole, Rate(1.9, 0.05, 10, 1.04)),
            element("EPI_OPV3", "Polio, third oral dose", Whole, Rate(2.4, 0.05, 10, 1.02)),
            element("EPI_PCV3", "Pneumococcal, third dose", Whole, Rate(2.35, 0.05, 10, 1.02)),
            element("EPI_ROTA2", "Rotavirus, second dose", Whole, Rate(2.3, 0.05, 10, 1.02)),
            element("EPI_HPV", "HPV doses given to girls", Whole, Rate(0.7, 0.5, 9, 1.08)),
            element("EPI_DAYS", "Days without vaccines", Whole, Days(0.06)),
        ],
    },
    Set {
        code: "HIV",
        name: "HIV monthly report",
        every: PeriodType::Monthly,
        reporters: Reporters::Sites(0.22),
        sections: &[],
        elements: &[
            element("HIV_TESTED", "People tested for HIV", Sex, Rate(8.0, 0.06, 6, 1.02)),
            element("HIV_POSITIVE", "People found HIV positive", Sex, Part("HIV_TESTED", 0.042)),
            element("HIV_NEW", "People new on treatment", Sex, Part("HIV_POSITIVE", 0.93)),
            element("HIV_CURRENT", "People on treatment", Sex, Rate(22.0, 0.0, 1, 1.05)),
            element("HIV_SUPPRESSED", "People with suppressed virus", Sex, Part("HIV_CURRENT", 0.87)),
        ],
    },
    Set {
        code: "TB",
        name: "Tuberculosis monthly report",
        every: PeriodType::Monthly,
        reporters: Reporters::Sites(0.12),
        sections: &[],
        elements: &[
            element("TB_PRESUMED", "People with presumed TB", Sex, Rate(2.1, 0.08, 7, 1.01)),
            element("TB_EXAMINED", "People examined for TB", Sex, Part("TB_PRESUMED", 0.94)),
            element("TB_CONFIRMED", "People with confirmed TB", Sex, Part("TB_EXAMINED", 0.11)),
            element("TB_STARTED", "People who started TB treatment", Sex, Part("TB_CONFIRMED", 0.97)),
        ],
    },
    Set {
        code: "NUTRITION",
        name: "Nutrition monthly report",
        every: PeriodType::Monthly,
        reporters: Reporters::Sites(0.3),
        sections: &[],
        elements: &[
            element("NUT_WEIGHED", "Children weighed", Sex, Rate(14.0, 0.1, 2, 1.02)),
            element("NUT_UNDER", "Children underweight", Sex, Part("NUT_WEIGHED", 0.13)),
            element("NUT_SEVERE", "Children with severe malnutrition", Sex, Part("NUT_UNDER", 0.12)),
            element("NUT_VITAMIN", "Vitamin A doses given", Whole, Rate(6.0, 0.6, 5, 1.02)),
        ],
    },
    Set {
        code: "FAMILY",
        name: "Family planning monthly report",
        every: PeriodType::Monthly,
        reporters: Reporters::Sites(0.3),
        sections: &[],
        elements: &[
            element("FP_NEW", "New acceptors", Whole, Rate(2.6, 0.05, 1, 1.04)),
            element("FP_PILL", "Cycles of pills given", Whole, Rate(5.0, 0.05, 1, 1.0)),
            element("FP_INJECTION", "Injections given", Whole, Rate(6.2, 0.05, 1, 1.05)),
            element("FP_IMPLANT", "Implants inserted", Whole, Rate(0.9, 0.05, 1, 1.09)),
            element("FP_CONDOM", "Condoms given", Whole, Rate(40.0, 0.05, 1, 1.01)),
        ],
    },
    Set {
        code: "STOCK",
        name: "Medicines and supplies monthly report",
        every: PeriodType::Monthly,
        reporters: Reporters::Hospitals,
        sections: &[],
        elements: &[
            element("STK_ACT", "ACT courses given out", Whole, Rate(13.0, 0.45, 4, 1.02)),
            element("STK_ORS", "ORS packets given out", Whole, Rate(9.0, 0.4, 2, 1.0)),
            element("STK_AMOXICILLIN", "Amoxicillin courses given out", Whole, Rate(11.0, 0.2, 7, 1.01)),
            element("STK_OXYTOCIN", "Oxytocin vials used", Whole, Rate(2.8, 0.05, 9, 1.02)),
            element("STK_ORS_DAYS", "Days without ORS", Whole, Days(0.1)),
            element("STK_OXYTOCIN_DAYS", "Days without oxytocin", Whole, Days(0.07)),
        ],
    },
    Set {
        code: "INPATIENT",
        name: "Inpatient monthly report",
        every: PeriodType::Monthly,
        reporters: Reporters::Hospitals,
        sections: &[("Wards", 4), ("Theatre", 4)],
        elements: &[
            element("IPD_ADMITTED", "Admissions", Five, Rate(7.5, 0.2, 4, 1.02)),
            element("IPD_DIED", "Deaths in the wards", Five, Part("IPD_ADMITTED", 0.034)),
            element("IPD_MALARIA", "Admissions with malaria", Five, Part("IPD_ADMITTED", 0.27)),
            element("IPD_BED_DAYS", "Bed days", Whole, Rate(30.0, 0.18, 4, 1.02)),
            element("IPD_CAESAREAN", "Caesarean sections", Whole, Rate(0.55, 0.08, 9, 1.04)),
            element("IPD_MAJOR", "Major operations", Whole, Rate(0.8, 0.04, 1, 1.03)),
            element("IPD_MINOR", "Minor operations", Whole, Rate(1.9, 0.04, 1, 1.02)),
            element("IPD_TRANSFUSION", "Units of blood given", Whole, Rate(1.2, 0.3, 4, 1.02)),
        ],
    },
    Set {
        code: "IDSR",
        name: "Weekly disease surveillance",
        every: PeriodType::Weekly,
        reporters: Reporters::Sites(0.1),
        sections: &[],
        elements: &[
            element("IDSR_MALARIA", "Suspected malaria, week", Whole, Rate(30.0, 0.45, 4, 1.02)),
            element("IDSR_DIARRHOEA", "Acute watery diarrhoea, week", Whole, Rate(4.0, 0.4, 2, 0.98)),
            element("IDSR_DYSENTERY", "Bloody diarrhoea, week", Whole, Rate(0.8, 0.4, 2, 0.97)),
            element("IDSR_CHOLERA", "Suspected cholera, week", Whole, Rate(0.05, 0.9, 2, 0.95)),
            element("IDSR_MEASLES", "Suspected measles, week", Whole, Rate(0.12, 0.5, 10, 0.93)),
            element("IDSR_MENINGITIS", "Suspected meningitis, week", Whole, Rate(0.06, 0.6, 3, 0.98)),
            element("IDSR_RABIES", "Animal bites, week", Whole, Rate(0.3, 0.1, 8, 1.02)),
            element("IDSR_PNEUMONIA", "Severe pneumonia under five, week", Whole, Rate(1.6, 0.35, 7, 0.98)),
        ],
    },
    Set {
        code: "POPULATION",
        name: "Population estimates",
        every: PeriodType::Yearly,
        reporters: Reporters::Districts,
        sections: &[],
        elements: &[
            element("POP_ALL", "Population", Sex, People(1.0)),
            element("POP_UNDER1", "Population under 1 year", Whole, People(0.034)),
            element("POP_UNDER5", "Population under 5 years", Whole, People(0.158)),
            element("POP_WOMEN", "Women aged 15-49", Whole, People(0.243)),
            element("POP_PREGNANT", "Expected pregnancies", Whole, People(0.041)),
            element("POP_BIRTHS", "Expected births", Whole, People(0.037)),
        ],
    },
];

/// All data sets.
pub(crate) fn sets() -> &'static [Set] {
    const { &SETS }
}

/// Every element with its set.
pub(crate) fn elements() -> impl Iterator<Item = (&'static Set, &'static Element)> {
    sets().iter().flat_map(|set| set.elements.iter().map(move |element| (set, element)))
}
