//! The words of an import, each kept once: a million values name the same few thousand elements, units and periods.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A word by its place in [`Words`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Word(NonZeroU32);

impl Word {
    /// Its number.
    pub(super) fn place(self) -> usize {
        self.0.get() as usize
    }

    /// The word of a number.
    pub(super) fn at(place: usize) -> Option<Word> {
        NonZeroU32::new(u32::try_from(place).ok()?).map(Word)
    }
}

/// Options by category, as sent in place of an option combo: pairs in their order.
pub type Choice = Vec<(String, String)>;

/// Options by category, by their place in [`Words`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ChoiceWord(u32);

/// All words of an import.
#[derive(Debug, Default)]
pub struct Words {
    texts: Vec<Arc<str>>,
    places: HashMap<Arc<str>, Word>,
    choices: Vec<Arc<Choice>>,
    choice_places: HashMap<Arc<Choice>, ChoiceWord>,
    bytes: usize,
}

/// What a word costs beside its text, about.
const BESIDE: usize = 80;

impl Words {
    /// The word of this text.
    pub fn word(&mut self, text: &str) -> Word {
        if let Some(word) = self.places.get(text) {
            return *word;
        }
        self.bytes += BESIDE + text.len();
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        let place = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let word = Word(NonZeroU32::new(place).unwrap_or(NonZeroU32::MAX));
        self.places.insert(text, word);
        word
    }

    /// The text of a word.
    pub fn text(&self, word: Word) -> &str {
        &self.texts[word.place() - 1]
    }

    /// How many bytes of memory the words take, about.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Keeps options by category.
    pub fn choice(&mut self, choice: Choice) -> ChoiceWord {
        if let Some(known) = self.choice_places.get(&choice) {
            return *known;
        }
        let texts: usize = choice.iter().map(|(category, option)| category.len() + option.len()).sum();
        self.bytes += BESIDE * (choice.len() + 1) + texts;
        let choice = Arc::new(choice);
        let word = ChoiceWord(u32::try_from(self.choices.len()).unwrap_or(u32::MAX));
        self.choices.push(Arc::clone(&choice));
        self.choice_places.insert(choice, word);
        word
    }

    /// The options by category of a word.
    pub fn chosen(&self, word: ChoiceWord) -> &Choice {
        &self.choices[word.0 as usize]
    }
}

/// Options by category as DHIS2 writes them in its sentences.
pub(super) fn written(choice: &Choice) -> String {
    let pairs: Vec<String> = choice.iter().map(|(category, option)| format!("{category}={option}")).collect();
    format!("{{{}}}", pairs.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_kept_once() {
        let mut words = Words::default();
        let (one, other, again) = (words.word("a"), words.word("b"), words.word("a"));
        assert_eq!(one, again);
        assert_ne!(one, other);
        assert_eq!((words.text(one), words.text(other)), ("a", "b"));
    }

    #[test]
    fn options_by_category_are_kept_once() {
        let mut words = Words::default();
        let choice = vec![("sex".to_owned(), "male".to_owned())];
        let (one, again) = (words.choice(choice.clone()), words.choice(choice.clone()));
        assert_eq!(one, again);
        assert_eq!(written(words.chosen(one)), "{sex=male}");
    }
}
