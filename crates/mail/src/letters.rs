//! What letters say. Each has its words in every language side by side, so that none is forgotten.

use afya_model::Language;

use crate::Letter;

/// Words in English, French and Arabic.
type Words = [&'static str; 3];

fn in_language(words: Words, language: Language) -> &'static str {
    match language {
        Language::English => words[0],
        Language::French => words[1],
        Language::Arabic => words[2],
    }
}

/// Fills `{name}` in words.
fn filled(words: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(words.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// How somebody comes to the screen that a letter is about.
#[derive(Clone, Copy, Debug)]
pub enum Way<'a> {
    /// A link that opens it.
    Link(&'a str),
    /// The address of the system is not known: a code for the screen that the sign-in page leads to.
    Code(&'a str),
}

const RESET_SUBJECT: Words =
    ["A new password for {title}", "Un nouveau mot de passe pour {title}", "كلمة مرور جديدة لـ {title}"];
const RESET: Words = [
    "Somebody, most likely you, asked for a new password for the account {username} in {title}.",
    "Quelqu’un, vous sans doute, a demandé un nouveau mot de passe pour le compte {username} dans {title}.",
    "طلب شخص ما، أنت على الأرجح، كلمة مرور جديدة للحساب {username} في {title}.",
];
const RESET_BY_LINK: Words = [
    "Open this page within two days and choose one:",
    "Ouvrez cette page dans les deux jours et choisissez-en un :",
    "افتح هذه الصفحة خلال يومين واختر كلمة مرور:",
];
const RESET_BY_CODE: Words = [
    "Open the sign-in page, choose “Forgot your password?”, then “I have a code”, and enter this code within two days:",
    "Ouvrez la page de connexion, choisissez « Mot de passe oublié ? », puis « J’ai un code », et saisissez ce code dans les deux jours :",
    "افتح صفحة تسجيل الدخول واختر «نسيت كلمة المرور؟» ثم «لدي رمز»، وأدخل هذا الرمز خلال يومين:",
];
const RESET_NOT_YOU: Words = [
    "If it was not you, do nothing: the password stays as it is.",
    "Si ce n’était pas vous, ne faites rien : le mot de passe reste le même.",
    "إن لم تكن أنت من طلب ذلك فلا تفعل شيئًا: تبقى كلمة المرور كما هي.",
];

/// The way to a new password.
pub fn reset(language: Language, title: &str, username: &str, way: Way<'_>) -> Letter {
    let (how, what) = match way {
        Way::Link(link) => (RESET_BY_LINK, link),
        Way::Code(code) => (RESET_BY_CODE, code),
    };
    letter(
        language,
        RESET_SUBJECT,
        &[
            in_language(RESET, language),
            in_language(how, language),
            what,
            in_language(RESET_NOT_YOU, language),
        ],
        &[("title", title), ("username", username)],
    )
}

const INVITE_SUBJECT: Words =
    ["An account in {title} for you", "Un compte dans {title} pour vous", "حساب لك في {title}"];
const INVITE: Words = [
    "You are invited to {title}. Open this page within seven days, and choose a password:",
    "Vous êtes invité à rejoindre {title}. Ouvrez cette page dans les sept jours et choisissez un mot de passe :",
    "أنت مدعو إلى {title}. افتح هذه الصفحة خلال سبعة أيام واختر كلمة مرور:",
];
const INVITE_END: Words = [
    "If you do not expect this, do nothing.",
    "Si vous n’attendiez pas ce message, ne faites rien.",
    "إن لم تكن تتوقع هذه الرسالة فلا تفعل شيئًا.",
];

/// An invitation, with a greeting of whoever invites.
pub fn invitation(language: Language, title: &str, greeting: Option<&str>, link: &str) -> Letter {
    let mut parts: Vec<&str> = greeting.into_iter().collect();
    parts.extend([in_language(INVITE, language), link, in_language(INVITE_END, language)]);
    letter(language, INVITE_SUBJECT, &parts, &[("title", title)])
}

const VERIFY_SUBJECT: Words =
    ["Is this your address? ({title})", "Est-ce votre adresse ? ({title})", "هل هذا عنوانك؟ ({title})"];
const VERIFY: Words = [
    "The account {username} in {title} names this mail address as its own. If that is right, open this page within an hour:",
    "Le compte {username} dans {title} indique cette adresse comme la sienne. Si c’est exact, ouvrez cette page dans l’heure :",
    "يذكر الحساب {username} في {title} هذا البريد عنوانًا له. إن كان ذلك صحيحًا فافتح هذه الصفحة خلال ساعة:",
];
const VERIFY_END: Words = ["If it is not, do nothing.", "Sinon, ne faites rien.", "وإلا فلا تفعل شيئًا."];

/// The question whether an address belongs to an account.
pub fn verification(language: Language, title: &str, username: &str, link: &str) -> Letter {
    letter(
        language,
        VERIFY_SUBJECT,
        &[in_language(VERIFY, language), link, in_language(VERIFY_END, language)],
        &[("title", title), ("username", username)],
    )
}

const CODE_SUBJECT: Words = ["Your code for {title}", "Votre code pour {title}", "رمزك لـ {title}"];
const CODE: Words = [
    "This is the code for the account {username} in {title}. It is good for 15 minutes, and for one use:",
    "Voici le code du compte {username} dans {title}. Il est valable 15 minutes, pour une seule utilisation :",
    "هذا رمز الحساب {username} في {title}. يصلح لمدة 15 دقيقة ولاستعمال واحد:",
];
const CODE_END: Words = [
    "Never tell it to anybody. If you did not sign in a moment ago, somebody knows your password: change it.",
    "Ne le donnez à personne. Si vous ne venez pas de vous connecter, quelqu’un connaît votre mot de passe : changez-le.",
    "لا تخبر به أحدًا. إن لم تكن قد سجلت الدخول للتو فهناك من يعرف كلمة مرورك: غيّرها.",
];

/// The code of a second factor.
pub fn code(language: Language, title: &str, username: &str, code: &str) -> Letter {
    letter(
        language,
        CODE_SUBJECT,
        &[in_language(CODE, language), code, in_language(CODE_END, language)],
        &[("title", title), ("username", username)],
    )
}

fn letter(language: Language, subject: Words, parts: &[&str], values: &[(&str, &str)]) -> Letter {
    let paragraphs: Vec<String> = parts.iter().map(|part| filled(part, values)).collect();
    Letter { subject: filled(in_language(subject, language), values), text: paragraphs.join("\n\n") + "\n" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_leave_no_place_open_in_any_language() {
        for language in [Language::English, Language::French, Language::Arabic] {
            let letters = [
                reset(language, "Afya", "amina", Way::Link("https://a.org/1")),
                reset(language, "Afya", "amina", Way::Code("abc")),
                invitation(language, "Afya", Some("Welcome"), "https://a.org/1"),
                verification(language, "Afya", "amina", "https://a.org/1"),
                code(language, "Afya", "amina", "123456"),
            ];
            for letter in letters {
                assert!(letter.subject.contains("Afya") && !letter.subject.contains('{'), "{letter:?}");
                assert!(letter.text.contains("Afya") || letter.text.contains("amina"), "{letter:?}");
                assert!(!letter.text.contains('{'), "{letter:?}");
            }
        }
    }

    #[test]
    fn the_greeting_of_an_invitation_comes_first() {
        let letter = invitation(Language::English, "Afya", Some("Karibu!"), "https://a.org/1");
        assert!(letter.text.starts_with("Karibu!\n\n") && letter.text.contains("\n\nhttps://a.org/1\n\n"));
    }
}
