//! Redacts secrets from foreign text that echoes what was sent, in whatever form.
//!
//! The text is looked at as is, without escapes (percent, `+`, JSON, several times over), and
//! with what looks like base64 or hex decoded, wherever in it that begins. So there is one
//! comparison for all forms, and a form inside another is seen as well. A text is short and this
//! happens on failures only, so clarity matters more than speed.

mod needle;
mod view;

use std::ops::Range;

use needle::Needle;
use view::View;

/// Escapes inside escapes, such as a query string inside a query string.
const DEEPEST: usize = 3;

/// What to take out, and what must stay.
pub(super) struct Redactor<'a> {
    needles: Vec<Needle<'a>>,
    documented: &'a str,
}

impl<'a> Redactor<'a> {
    /// Redacts these secrets. A match inside the vendor's documented message is not an echo.
    pub(super) fn new(secrets: &[&'a str], documented: &'a str) -> Self {
        let secrets = secrets.iter().filter(|secret| !secret.is_empty());
        Self { needles: secrets.map(|secret| Needle::new(secret)).collect(), documented }
    }

    /// Puts `[secret]` in place of each secret in a text.
    pub(super) fn hide_in(&self, text: &mut String) {
        let mut hidden = vec![false; text.len()];
        let places = self.places(text);
        for place in &places {
            if let Some(bytes) = hidden.get_mut(place.clone()) {
                bytes.fill(true);
            }
        }
        if !places.is_empty() {
            *text = replaced(text, &hidden);
        }
    }

    /// Where secrets are in a text.
    fn places(&self, text: &str) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        if self.needles.is_empty() {
            return places;
        }
        let mut views = vec![View::of(text)];
        for _ in 0..=DEEPEST {
            views.iter().for_each(|view| self.find_in(view, &mut places));
            views = views.iter().flat_map(View::unescaped).collect();
        }
        let kept: Vec<_> = occurrences(text, self.documented).collect();
        let is_kept = |place: &Range<usize>| {
            kept.iter().any(|kept| kept.start <= place.start && place.end <= kept.end)
        };
        places.retain(|place| !is_kept(place));
        places
    }

    /// Finds secrets in a view, and in what looks encoded there.
    fn find_in(&self, view: &View, places: &mut Vec<Range<usize>>) {
        self.find(view, Needle::in_text, places);
        for run in view.decoded_runs() {
            self.find(&run, Needle::in_run, places);
            for unescaped in run.unescaped() {
                self.find(&unescaped, Needle::in_run, places);
            }
        }
    }

    fn find(
        &self,
        view: &View,
        find: impl Fn(&Needle<'a>, &[u8]) -> Vec<Range<usize>>,
        places: &mut Vec<Range<usize>>,
    ) {
        let bytes = needle::comparable(view.bytes());
        let found = self.needles.iter().flat_map(|needle| find(needle, &bytes));
        places.extend(found.filter_map(|found| view.place(found)));
    }
}

fn occurrences<'t>(text: &'t str, part: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let found = (!part.is_empty()).then(|| text.match_indices(part));
    found.into_iter().flatten().map(|(start, part)| start..start + part.len())
}

/// The text with one mark for each run of characters that are hidden.
fn replaced(text: &str, hidden: &[bool]) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut is_inside = false;
    for (start, c) in text.char_indices() {
        let bytes = hidden.get(start..start + c.len_utf8()).unwrap_or_default();
        let is_hidden = bytes.contains(&true);
        match (is_hidden, is_inside) {
            (true, false) => replaced.push_str("[secret]"),
            (true, true) => {}
            (false, _) => replaced.push(c),
        }
        is_inside = is_hidden;
    }
    replaced
}

#[cfg(test)]
mod tests;
