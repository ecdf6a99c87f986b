//! `new`.

use std::fs;

use expect_test::expect;
use wechat_cloudbase_codegen::SourceFile;
use wechat_cloudbase_spec::layout;

use super::{Folder, run, stderr, stdout};
use crate::spec::base;

/// A spec with one endpoint, `shareEnv` at `/tcb/shareenv`, in the section `env`.
fn spec(name: &str) -> Folder {
    let spec = Folder::new(name);
    for file in base() {
        spec.write(&file.path, &file.content);
    }
    spec
}

fn today() -> String {
    let output = std::process::Command::new("date").args(["-u", "+%F"]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A spec begins in an empty folder.
#[test]
fn the_first_endpoint_of_a_spec() {
    let spec = Folder::new("new-first");
    let before = today();
    let output =
        run(&["new", "sendSMS", "/tcb/sendsms", "--section", "sms", "--spec", spec.path()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = fs::read_to_string(spec.0.join("sms/send_sms.toml")).unwrap();
    assert!(text.contains(&before) || text.contains(&today()), "{text}");
    let day = text.find("read = ").unwrap() + 7;
    expect![[r#"
        name       = "sendSMS"
        summary    = ""
        method     = "POST"
        path       = "/tcb/sendsms"
        idempotent = false # until it is known that a second call leaves the same state as one
        errcodes   = [] # the codes that the page lists

        [request] # a line per row of the page's table

        [response] # without errcode and errmsg

        [sample]
        request  = '{}'
        response = '{"errcode": 0, "errmsg": "ok"}'

        [[source]]
        page = ""
        read = TODAY
    "#]]
    .assert_eq(&text.replace(&text[day..day + 10], "TODAY"));
    expect![[r#"
        SPEC/sms/send_sms.toml: written

        To fill in:
          SPEC/sms/send_sms.toml:1:1: an endpoint needs `tokens`: the kinds of token it takes, any of component, authorizer, app; [] for none
          SPEC/sms/send_sms.toml:2:14: an empty text: write it, or leave the key out if it is optional
          SPEC/sms/send_sms.toml:17:8: an empty text: write it, or leave the key out if it is optional

        Then read the whole page: fields, errcodes and samples. `check` says what is wrong.
    "#]].assert_eq(&stdout(&output).replace(spec.path(), "SPEC"));
}

/// What the check still says is what a person must fill in.
#[test]
fn an_endpoint_beside_others() {
    let spec = spec("new");
    let page = "https://developers.weixin.qq.com/doc/env.html";
    let output = run(&[
        "new",
        "modifyEnv",
        "/tcb/modifyenv",
        "--method",
        "get",
        "--page",
        page,
        "--spec",
        spec.path(),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let path = "env/modify_env.toml";
    let text = fs::read_to_string(spec.0.join(path)).unwrap();
    for line in
        [r#"method     = "GET""#, r#"tokens     = ["authorizer"]"#, &format!("page = \"{page}\"")]
    {
        assert!(text.contains(line), "{line} in\n{text}");
    }
    let file = SourceFile::new(path, text.clone());
    assert_eq!(layout::format(&file, "").unwrap(), text);
    let check = run(&["check", spec.path()]);
    expect![[r#"
        error[empty-text]: an empty text
         --> SPEC/env/modify_env.toml:2:14
          |
        2 | summary    = ""
          |              ^^ says nothing
          |
          = help: write it, or leave the key out if it is optional

        1 problem in 1 file
    "#]]
    .assert_eq(&stdout(&check).replace(spec.path(), "SPEC"));
    spec.write(path, text.replace("\"\"", "\"Change it\"").as_bytes());
    assert_eq!(run(&["check", spec.path()]).status.code(), Some(0));
}

#[test]
fn sections() {
    let spec = spec("new-sections");
    let new = |arguments: &[&str]| {
        let output = run(&[&["new", "doThing"], arguments, &["--spec", spec.path()]].concat());
        (output.status.code(), stdout(&output) + &stderr(&output))
    };
    let (code, said) = new(&["/wxa/dothing"]);
    assert_eq!(code, Some(2));
    assert_eq!(
        said,
        "error: no endpoint is near to /wxa/dothing; give its section with --section: env\n"
    );
    let (code, said) = new(&["/wxa/dothing", "--section", "emv"]);
    assert_eq!(code, Some(2));
    assert_eq!(
        said,
        "error: there is no section `emv`; did you mean `env`? There are: env. To begin a section, create its folder first\n"
    );
    let share = base().into_iter().find(|file| file.path.contains('/')).unwrap().content;
    let other = String::from_utf8(share)
        .unwrap()
        .replace("hareEnv", "endSms")
        .replace("/tcb/shareenv", "/tcb/sendsms");
    spec.write("sms/send_sms.toml", other.as_bytes());
    let (code, said) = new(&["/tcb/dothing"]);
    assert_eq!(code, Some(2));
    assert_eq!(
        said,
        "error: endpoints near to /tcb/dothing are in env (1), sms (1); give its section with --section\n"
    );
    for section in ["../x", "/", "..", "env/..", ""] {
        assert_eq!(new(&["/wxa/dothing", "--section", section]).0, Some(2), "{section}");
    }
    fs::create_dir_all(spec.0.join("new/section")).unwrap();
    assert_eq!(new(&["/wxa/dothing", "--section", "new/section/"]).0, Some(0));
    assert!(spec.0.join("new/section/do_thing.toml").is_file());
}

#[test]
fn what_can_not_be_an_endpoint() {
    let spec = spec("new-refused");
    let path = spec.path().to_owned();
    fs::create_dir(spec.0.join("other")).unwrap();
    for (arguments, why) in [
        (
            ["shareEnv", "/tcb/other"],
            format!("two endpoints have the name `shareEnv`: {path}/env/share_env.toml:"),
        ),
        (
            ["share-env", "/tcb/other"],
            format!("two endpoints have the id `share_env`: {path}/env/share_env.toml:"),
        ),
        (
            ["otherEnv", "/tcb/shareenv"],
            format!(
                "two endpoints have the address `POST /tcb/shareenv`: {path}/env/share_env.toml:"
            ),
        ),
        (["***", "/tcb/other"], "`***` yields no file name".to_owned()),
        (["../x", "/tcb/other"], "`../x` is not a valid interface name".to_owned()),
        (["otherEnv", "tcb/other"], "invalid path `tcb/other`; it begins with `/`".to_owned()),
        (["otherEnv", "/tcb/a\"\nb"], "a line break in the text".to_owned()),
        (["fn", "/tcb/other"], "no endpoint can have the id `fn`".to_owned()),
    ] {
        let output =
            run(&[&["new"], &arguments[..], &["--section", "other", "--spec", &path]].concat());
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.starts_with("error: ") && said.contains(&why), "{arguments:?}: {said}");
    }
    let tokens =
        run(&["new", "otherEnv", "/tcb/other", "--tokens", "component,autorizer", "--spec", &path]);
    assert!(
        stderr(&tokens).contains("`autorizer` is not a kind of token; did you mean `authorizer`?"),
        "{}",
        stderr(&tokens)
    );
    assert_eq!(fs::read_dir(spec.0.join("other")).unwrap().count(), 0);
}

/// What does not look like an endpoint of the spec is not overwritten either.
#[test]
fn a_file_that_is_there() {
    let spec = spec("new-there");
    spec.write("env/do_thing.toml", b"half");
    let output = run(&["new", "doThing", "/tcb/dothing", "--spec", spec.path()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).ends_with("env/do_thing.toml already exists\n"), "{}", stderr(&output));
    assert_eq!(fs::read(spec.0.join("env/do_thing.toml")).unwrap(), b"half");
}
