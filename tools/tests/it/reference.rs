//! The reference: what its pages say, and that they are sound. `tests/reference` has a spec whose
//! every text tries to be more than text, and the site that is made of it.
//!
//! `UPDATE_EXPECT=1 cargo test` renews the site.

mod browser;
mod chromium;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use expect_test::expect_file;
use scraper::{ElementRef, Html, Selector};
use toml::de::{DeTable, DeValue};
use wechat_cloudbase_codegen::{SourceFile, build_script, check};
use wechat_cloudbase_spec::{SiteFile, SiteOptions, reference};

use crate::here;
use crate::shuffle::{SHUFFLES, shuffled};
use crate::spec::{folder, read};

/// The site of the hostile spec, and the one of this repository's own.
static SITES: LazyLock<[Vec<SiteFile>; 2]> = LazyLock::new(|| {
    let own = generate(&own_spec(), &SiteOptions::default());
    [generate(&hostile_spec(), &hostile()), own]
});

fn hostile_spec() -> Vec<SourceFile> {
    read(&here("reference/spec"))
}

fn own_spec() -> Vec<SourceFile> {
    read(&folder("../../spec"))
}

fn hostile() -> SiteOptions {
    let mut options = SiteOptions::default();
    options.title = "A <b>title</b> & \"more\"".to_owned();
    options.api = "crate::api".to_owned();
    options
}

fn generate(files: &[SourceFile], options: &SiteOptions) -> Vec<SiteFile> {
    match check(files, "spec/") {
        Ok(spec) => reference(&spec, options),
        Err(report) => panic!("{report}"),
    }
}

/// The pages of a site by path, as a browser reads them.
fn pages(site: &[SiteFile]) -> BTreeMap<&str, Html> {
    let pages = site.iter().filter(|file| file.path.ends_with(".html"));
    pages.map(|page| (page.path.as_str(), Html::parse_document(&page.text))).collect()
}

#[test]
fn pages_are_as_expected() {
    let expected = here("reference/site");
    // The other two are source files, which everybody can read where they are.
    let made: Vec<_> = SITES[0].iter().filter(|file| !is_source(&file.path)).collect();
    for file in &made {
        expect_file![expected.join(&file.path)].assert_eq(&file.text);
    }
    let there: BTreeSet<_> =
        build_script::read(&expected).unwrap().into_iter().map(|file| file.path).collect();
    assert_eq!(there, made.iter().map(|file| file.path.clone()).collect());
}

fn is_source(path: &str) -> bool {
    ["reference.css", "reference.js"].contains(&path)
}

#[test]
fn pages_are_the_same_for_shuffled_files_and_keys() {
    let files = hostile_spec();
    for seed in 1..=SHUFFLES {
        assert!(generate(&shuffled(&files, seed), &hostile()) == SITES[0], "seed {seed}");
    }
}

#[test]
fn files_are_in_order_of_path() {
    for site in SITES.iter() {
        assert!(site.is_sorted_by(|a, b| a.path < b.path));
    }
}

/// One test for all that is asked of a page: reading them takes most of the time.
#[test]
#[ignore = "slow"]
fn pages_are_sound() {
    for site in SITES.iter() {
        let pages = pages(site);
        for (path, page) in &pages {
            is_good_html(path, page);
            text_stays_text(path, page);
            links_lead_somewhere(path, page, &pages);
            parts_are_there(path, page, site);
        }
        no_page_is_an_orphan(&pages);
    }
}

fn is_good_html(path: &str, page: &Html) {
    assert!(page.errors.is_empty(), "{path}: {:?}", page.errors);
    let ids: Vec<_> = elements(page, "[id]").map(|element| attribute(element, "id")).collect();
    let once: BTreeSet<_> = ids.iter().collect();
    assert_eq!(ids.len(), once.len(), "{path}: an id twice");
    for what in ["h1", "main", "title", "header.bar", "html[lang]"] {
        assert_eq!(elements(page, what).count(), 1, "{path}: {what}");
    }
}

/// Nothing of a spec is markup: the only script is the site's own, and nothing runs by itself.
fn text_stays_text(path: &str, page: &Html) {
    let scripts =
        elements(page, "script").map(|script| attribute(script, "src").replace("../", ""));
    assert_eq!(scripts.collect::<Vec<_>>(), ["reference.js"], "{path}");
    let foreign = elements(page, "img, iframe, object, embed, form, base, style").next();
    assert!(foreign.is_none(), "{path}");
    for element in elements(page, "*") {
        let bad =
            element.value().attrs().find(|(name, _)| name.starts_with("on") || *name == "style");
        assert!(bad.is_none(), "{path}: {bad:?}");
    }
    let policy = elements(page, "meta[http-equiv=Content-Security-Policy]").next().unwrap();
    let policy = attribute(policy, "content");
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("unsafe"),
        "{path}: {policy}"
    );
}

fn links_lead_somewhere(path: &str, page: &Html, pages: &BTreeMap<&str, Html>) {
    for href in inner_links(page) {
        let (target, fragment) = href.split_once('#').unwrap_or((&href, ""));
        let target = resolved(path, target);
        let target = pages.get(target.as_str()).unwrap_or_else(|| panic!("{path}: no page {href}"));
        let mut ids = elements(target, "[id]").map(|element| attribute(element, "id"));
        assert!(fragment.is_empty() || ids.any(|id| id == fragment), "{path}: {href}");
    }
}

/// Links that lead to no secure address of somebody else's, and so must lead into the site.
fn inner_links(page: &Html) -> impl Iterator<Item = String> {
    let hrefs = elements(page, "a[href]").map(|link| attribute(link, "href"));
    hrefs.filter(|href| !href.starts_with("https://")).collect::<Vec<_>>().into_iter()
}

fn parts_are_there(path: &str, page: &Html, site: &[SiteFile]) {
    for element in elements(page, "link[href], script[src]") {
        let address = element.attr("href").or(element.attr("src")).unwrap();
        let is_file = site.iter().any(|file| file.path == resolved(path, address));
        assert!(is_file || address.starts_with("data:"), "{path}: {address}");
    }
}

/// Every page can be reached from the front page.
fn no_page_is_an_orphan(pages: &BTreeMap<&str, Html>) {
    let mut open = vec!["index.html".to_owned()];
    let mut reached = BTreeSet::new();
    while let Some(path) = open.pop() {
        if reached.insert(path.clone()) {
            let links = inner_links(&pages[path.as_str()]);
            open.extend(links.map(|href| resolved(&path, href.split('#').next().unwrap())));
        }
    }
    assert_eq!(reached, pages.keys().map(|path| (*path).to_owned()).collect());
}

/// What a relative address means on a page.
fn resolved(page: &str, address: &str) -> String {
    if address.is_empty() {
        return page.to_owned();
    }
    let mut path: PathBuf = Path::new(page).parent().unwrap().to_owned();
    for part in address.split('/') {
        match part {
            ".." => assert!(path.pop(), "{page}: {address} leads out of the site"),
            part => path.push(part),
        }
    }
    path.to_str().unwrap().to_owned()
}

/// What a spec says of an endpoint, its page says.
#[test]
#[ignore = "slow"]
fn pages_say_everything() {
    for (site, spec) in SITES.iter().zip([hostile_spec(), own_spec()]) {
        let pages = pages(site);
        for file in spec.iter().filter(|file| file.path.contains('/')) {
            let (_, name) = file.path.rsplit_once('/').unwrap();
            let page = &pages[format!("endpoint/{}", name.replace(".toml", ".html")).as_str()];
            let said = without_ticks(&page.root_element().text().collect::<String>());
            let text = std::str::from_utf8(&file.content).unwrap();
            let mut expected = BTreeSet::new();
            words("", &DeTable::parse(text).unwrap().into_inner(), &mut expected);
            for words in expected {
                assert!(said.contains(&without_ticks(&words)), "{}: {words}", file.path);
            }
        }
    }
}

/// Code is between backticks in a spec, and in an element on a page.
fn without_ticks(text: &str) -> String {
    text.replace("`` ", "").replace(" ``", "").replace('`', "")
}

/// The texts of a document that people read, and the names of its fields.
fn words(key: &str, table: &DeTable<'_>, found: &mut BTreeSet<String>) {
    // `seen` is there for the command that looks for it on a page.
    const TOLD_OTHERWISE: &[&str] = &[
        "status",
        "method",
        "idempotent",
        "tokens",
        "class",
        "type",
        "in",
        "rust",
        "sample",
        "fixed",
        "seen",
    ];
    let has_fields = matches!(key, "request" | "response" | "fields");
    for (name, value) in table {
        let name: &str = name.get_ref();
        if has_fields {
            found.insert(name.to_owned());
            leaves("", value.get_ref(), found);
        } else if !TOLD_OTHERWISE.contains(&name) {
            leaves(name, value.get_ref(), found);
        }
    }
}

fn leaves(key: &str, value: &DeValue<'_>, found: &mut BTreeSet<String>) {
    match value {
        DeValue::Table(table) => words(key, table, found),
        DeValue::Array(items) => items.iter().for_each(|item| leaves(key, item.get_ref(), found)),
        DeValue::String(text) => _ = found.insert(text.to_string()),
        DeValue::Integer(number) => _ = found.insert(number.as_str().to_owned()),
        DeValue::Datetime(date) => _ = found.insert(date.to_string()),
        DeValue::Float(_) | DeValue::Boolean(_) => {}
    }
}

/// Small text can be read in either look: a contrast of 4.5 at least, as WCAG asks for.
#[test]
fn colours_have_contrast() {
    let css = &SITES[0].iter().find(|file| file.path == "reference.css").unwrap().text;
    let backgrounds = |text: &str| match text {
        "blue" | "violet" | "amber" | "red" => vec!["page".to_owned(), format!("{text}-soft")],
        "text" => {
            ["page", "raised", "mark", "accent-soft", "amber-soft"].map(str::to_owned).to_vec()
        }
        _ => ["page", "raised", "accent-soft"].map(str::to_owned).to_vec(),
    };
    for text in ["text", "quiet", "accent", "blue", "violet", "amber", "red"] {
        for background in backgrounds(text) {
            let (text_colours, colours) = (colours(css, text), colours(css, &background));
            for look in [0, 1] {
                let contrast = contrast(text_colours[look], colours[look]);
                assert!(contrast >= 4.5, "{text} on {background}, look {look}: {contrast:.2}");
            }
        }
    }
}

/// A colour of the light look and of the dark one, each as red, green and blue.
fn colours(css: &str, name: &str) -> [[f64; 3]; 2] {
    let (_, after) = css
        .split_once(&format!("--{name}: light-dark("))
        .unwrap_or_else(|| panic!("no colour {name}"));
    let (pair, _) = after.split_once(')').unwrap();
    let (light, dark) = pair.split_once(", ").unwrap();
    let part =
        |hex: &str, at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
    [light, dark].map(|hex| [1, 3, 5].map(|at| part(hex, at)))
}

/// As WCAG 2 defines it.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let linear = |part: f64| {
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = |[red, green, blue]: [f64; 3]| {
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    };
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

fn elements<'a>(page: &'a Html, selector: &str) -> impl Iterator<Item = ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>().into_iter()
}

fn attribute(element: ElementRef<'_>, name: &str) -> String {
    element.attr(name).unwrap().to_owned()
}
