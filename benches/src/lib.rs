//! Specs of any size, for measuring how costs grow.

use std::path::Path;

use wechat_cloudbase_codegen::SourceFile;

/// One endpoint has a request of three fields, a nested type and a documented set of errcodes, as
/// an ordinary one has.
pub fn spec(count: usize) -> Vec<SourceFile> {
    let shared = ["types.toml", "errcodes.toml", "permission_sets.toml"];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let read =
        |name: &&str| SourceFile::new(*name, std::fs::read(folder.join(name)).expect("a file"));
    let mut files: Vec<_> = shared.iter().map(read).collect();
    files
        .extend((0..count).map(|index| {
            SourceFile::new(format!("section/do_thing{index}.toml"), endpoint(index))
        }));
    files
}

fn endpoint(index: usize) -> String {
    format!(
        r#"name = "doThing{index}"
summary = "Do thing {index}"
method = "POST"
path = "/tcb/dothing{index}"
tokens = ["component", "authorizer"]
permission_sets = [18, 49]
idempotent = true
errcodes = [-1000, -1, 40014, 40097, 40101, 41001, 42001, 43002, 44002, 47001, 85088]

[request]
env = {{ type = "EnvId", doc = "Environment" }}
alias = {{ type = "EnvAlias", optional = true, doc = "Alias" }}
items = {{ type = "Item[]", doc = "Items" }}
by = {{ type = "AppId", doc = "Who asks for it" }}

[response]
status = {{ type = "string", enum = ["NORMAL", "HALTED"], doc = "Status" }}
total = {{ type = "int", doc = "How many there are" }}

[types.Item]
doc = "An item"
fields.name = {{ type = "string", doc = "Name" }}
fields.count = {{ type = "int", optional = true, doc = "Count" }}

[sample]
request = '{{"env": "a", "by": "wx1", "items": [{{"name": "b", "count": 1}}]}}'
response = '{{"errcode": 0, "errmsg": "ok", "status": "NORMAL", "total": 1}}'

[[source]]
page = "https://example.com/doc/{index}"
read = 2026-11-21

[[correction]]
field = "request.items.name"
says = "Name"
is = "name"
why = "the sample"
"#
    )
}
