//! The site in a real browser, opened from a disk. Where there is no Chromium, the test says that it
//! was left out; `.ci/run` installs one.

use std::fs;
use std::io::{Write, stderr};
use std::path::Path;

use serde_json::Value;
use wechat_cloudbase_spec::SiteFile;

use super::SITES;
use super::chromium::{Chromium, Page, program};
use crate::cli::Folder;

const DESKTOP: (u32, u32) = (1440, 900);
const TABLET: (u32, u32) = (820, 1180);
const PHONE: (u32, u32) = (390, 844);

#[test]
#[ignore = "slow"]
fn the_site_works_in_a_browser() {
    let Some(program) = program() else {
        // Past the test's own capture: what was left out is said, not buried.
        let _ = writeln!(
            stderr(),
            "left out: no Chromium to open the reference in; CHROMIUM may name one"
        );
        return;
    };
    let folder = Folder::new("browser");
    let (own, hostile) =
        (written(&SITES[1], &folder, "own"), written(&SITES[0], &folder, "hostile"));
    let home = folder.0.join("chromium");
    fs::create_dir(&home).unwrap();
    let browser = Chromium::start(&program, &home);
    search_finds(&browser, &own);
    keys_work(&browser, &own);
    the_theme_is_remembered(&browser, &own);
    nothing_is_wider_than_the_screen(&browser, &own, &SITES[1]);
    nothing_is_wider_than_the_screen(&browser, &hostile, &SITES[0]);
    text_stays_text(&browser, &hostile);
}

fn written(site: &[SiteFile], folder: &Folder, name: &str) -> String {
    for file in site {
        folder.write(&format!("{name}/{}", file.path), file.text.as_bytes());
    }
    address(&folder.0.join(name))
}

fn address(path: &Path) -> String {
    format!("file://{}", path.to_str().unwrap().replace(' ', "%20"))
}

/// The first result of a query in the address, as its title and where it leads below the site.
fn first(page: &Page<'_>, site: &str, query: &str) -> (String, String) {
    page.open("about:blank");
    page.open(&format!("{site}/index.html#q={query}"));
    settled(page);
    let found = page.eval(
        "[document.querySelector('.hit .what')?.textContent, document.querySelector('.hit')?.href]",
    );
    let text = |at: usize| found[at].as_str().unwrap_or_default().to_owned();
    (text(0), text(1).replace(&format!("{site}/"), ""))
}

/// Waits for the response of the search, which comes when its index is loaded.
#[track_caller]
fn settled(page: &Page<'_>) {
    let said = page.eval(
        "new Promise((resolve) => {
            const end = Date.now() + 10000;
            const look = () => {
                const said = document.querySelector('.said').textContent;
                if (said || Date.now() > end) resolve(said); else setTimeout(look, 5);
            };
            look();
        })",
    );
    assert_ne!(said, "", "the search said nothing");
}

fn search_finds(browser: &Chromium, site: &str) {
    let page = browser.page(DESKTOP, "light");
    for (query, what, href) in [
        ("createTcbEnv", "createTcbEnv", "endpoint/create_tcb_env.html"),
        ("CREATETCBENV", "createTcbEnv", "endpoint/create_tcb_env.html"),
        // As the vendor misspells it, and as it is called in Rust.
        ("getYploadSignature", "getYploadSignature", "endpoint/get_upload_signature.html"),
        ("get_upload_signature", "getYploadSignature", "endpoint/get_upload_signature.html"),
        ("createTbcEnv", "createTcbEnv", "endpoint/create_tcb_env.html"),
        ("/componenttcb/createenv", "createTcbEnv", "endpoint/create_tcb_env.html"),
        ("describeenvs", "getTcbEnvList", "endpoint/get_tcb_env_list.html"),
        (
            "https://api.weixin.qq.com/tcb/shareenv?access_token=x",
            "shareEnv",
            "endpoint/share_env.html",
        ),
        ("40014", "40014 InvalidAccessToken", "errcode/40014.html"),
        ("-501007", "-501007 CloudParameterInvalid", "errcode/-501007.html"),
        ("501007", "-501007 CloudParameterInvalid", "errcode/-501007.html"),
        ("-1", "-1 SystemBusy", "errcode/-1.html"),
        (
            "{%22errcode%22:40014,%22errmsg%22:%22invalid%22}",
            "40014 InvalidAccessToken",
            "errcode/40014.html",
        ),
        ("share environment authorised", "shareEnv", "endpoint/share_env.html"),
        (
            "mini_program_info",
            "getAuthorizerInfo",
            "endpoint/get_authorizer_info.html#type-AuthorizerInfo.MiniProgramInfo",
        ),
        ("EnvAlias", "EnvAlias", "types.html#shared-EnvAlias"),
    ] {
        let found = first(&page, site, query);
        assert_eq!(found, (what.to_owned(), href.to_owned()), "{query}");
    }
    assert_eq!(first(&page, site, "zzzzqqqq").0, "");
    assert_eq!(page.eval("document.querySelector('.said').textContent"), "Nothing found.");
    let (errors, asked) = page.complaints();
    assert!(errors.is_empty(), "{errors:#?}");
    let outside: Vec<_> = asked
        .iter()
        .filter(|address| !address.starts_with("file:") && !address.starts_with("data:"))
        .collect();
    assert!(outside.iter().all(|address| *address == "about:blank"), "{outside:?}");
}

fn keys_work(browser: &Chromium, site: &str) {
    let page = browser.page(DESKTOP, "light");
    page.open(&format!("{site}/endpoint/share_env.html"));
    page.press("/");
    assert_eq!(page.eval("document.activeElement.id"), "search");
    for key in "env".chars() {
        page.press(&key.to_string());
    }
    settled(&page);
    let selected = || {
        page.eval("[...document.querySelectorAll('.hit')].findIndex((hit) => hit.ariaSelected === 'true')")
    };
    let expanded = || page.eval("document.activeElement.ariaExpanded");
    assert_eq!((selected(), expanded()), (0.into(), "true".into()));
    page.press("ArrowDown");
    page.press("ArrowDown");
    assert_eq!(selected(), 2);
    page.press("ArrowUp");
    assert_eq!(selected(), 1);
    assert_eq!(page.eval("document.activeElement.getAttribute('aria-activedescendant')"), "hit-1");
    page.press("Escape");
    assert_eq!(expanded(), "false");
    page.press("s");
    let target = page.eval("document.querySelectorAll('.hit')[0].href");
    page.press("Enter");
    let there = format!(
        "new Promise((resolve) => setTimeout(() => resolve(location.href === {target}), 500))"
    );
    assert_eq!(page.eval(&there), true, "{target}");
    let (errors, _) = page.complaints();
    assert!(errors.is_empty(), "{errors:#?}");
}

fn the_theme_is_remembered(browser: &Chromium, site: &str) {
    let page = browser.page(DESKTOP, "light");
    let background = || page.eval("getComputedStyle(document.body).backgroundColor");
    page.open(&format!("{site}/index.html"));
    let light = background();
    page.eval("document.querySelector('.theme').click()");
    let dark = background();
    assert_ne!(light, dark);
    page.open(&format!("{site}/errcodes.html"));
    assert_eq!(background(), dark, "it is forgotten on the next page");
    page.eval("document.querySelector('.theme').click()");
    assert_eq!(background(), light);
    let other = browser.page(DESKTOP, "dark");
    other.open(&format!("{site}/index.html"));
    assert_eq!(
        other.eval("getComputedStyle(document.body).backgroundColor"),
        dark,
        "it does not follow the system"
    );
}

/// A page may be longer than the screen and not wider. All pages of one kind are laid out alike, so
/// the longest of each kind will do.
fn nothing_is_wider_than_the_screen(browser: &Chromium, address: &str, site: &[SiteFile]) {
    let longest = |folder: &str| {
        site.iter().filter(|file| file.path.starts_with(folder)).max_by_key(|file| file.text.len())
    };
    let single =
        ["index.html", "errcodes.html", "types.html", "permission-sets.html"].map(str::to_owned);
    let paths: Vec<_> = ["endpoint/", "errcode/"]
        .into_iter()
        .filter_map(longest)
        .map(|file| file.path.clone())
        .chain(single)
        .collect();
    for size in [PHONE, TABLET, DESKTOP] {
        let page = browser.page(size, "light");
        for path in &paths {
            page.open(&format!("{address}/{path}"));
            let width = page.eval("document.documentElement.scrollWidth");
            assert!(width.as_u64().unwrap() <= size.0.into(), "{path}: {width} of {}", size.0);
        }
    }
}

fn text_stays_text(browser: &Chromium, site: &str) {
    let page = browser.page(PHONE, "dark");
    page.open(&format!("{site}/endpoint/get_yploadthing.html"));
    let lead = page.eval("document.querySelector('.lead').textContent");
    assert_eq!(lead, "Get a <script>alert(1)</script> & a \"thing\" of kind <T>.");
    // Field names of any form can be found, and their addresses lead to them.
    for (query, id) in [
        ("quote", "request.q~22.uo~27.te~3c."),
        ("%E7%8E%AF%E5%A2%83", "request.~73af.~5883."),
        ("%3Ci%3E", "shared-Owner.~3c.i~3e."),
    ] {
        let (_, href) = first(&page, site, query);
        assert_eq!(href, format!("endpoint/get_yploadthing.html#{id}"), "{query}");
        page.open(&format!("{site}/{href}"));
        assert_eq!(page.eval("document.querySelector(':target')?.id ?? null"), Value::from(id));
    }
    let (errors, _) = page.complaints();
    assert!(errors.is_empty(), "{errors:#?}");
}
