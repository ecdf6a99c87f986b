"""What a captured page says, read without the reader of `cargo spec`: headings, tables, samples and
sentences, by regular expressions. It knows fewer layouts, and what it does not know it leaves out."""

import html
import json
import re

NAME = "参数名 参数 属性 字段 字段名 名称 attribute parameter property field name".split()
TYPE = "类型 type".split()
REQUIRED = "必填 是否必填 是否必须 必须 required".split()
DOC = "说明 描述 introductions introduction description explanation illustrate 枚举解释".split()
CODE = "错误码 返回码 errorcode".split()
MESSAGE = "错误描述 错误信息 错误码取值 错误说明 解决方案 solutions errorcode".split()
VALUE = "枚举值 合法值 值 取值 value".split()

REQUEST = re.compile(r"请求参数|请求体|查询参数|request (param|payload)|query string|接口调用请求说明|request parameters", re.I)
RESPONSE = re.compile(r"返回参数|返回体|返回说明|返回值|return (param|value)|response payload", re.I)
OTHER = re.compile(
    r"错误码|error code|代码示例|调用示例|call example|code example|注意事项|适用范围|枚举信息|调用方式|calling mode|云调用|第三方调用|推送|"
    r"^note$|third party|interface|functional|example|示例|初始值|data$|https",
    re.I,
)
TARGET = re.compile(r"^(Body|Res|Query|Req)\.([A-Za-z_][\w.()\[\]-]*?)(?:\s*`?\s*(Object Payload|Enum)|Object Payload)?`?$")


def clean(text):
    text = html.unescape(text)
    text = re.sub(r"!?\[((?:\\.|[^\]\[])*)\]\((?:[^()]|\([^()]*\))*\)", r"\1", text)
    text = re.sub(r"\\+([!-/:-@\[-`{-~])", r"\1", text)
    text = re.sub(r"\*\*|`|~~|[\u200b-\u200d\ufeff\u2060]", "", text)
    text = re.sub(r"</?(br|b|strong|code|em|i|p|span|a|font)\b[^>]*>", " ", text)
    return re.sub(r"\s+", " ", text).strip()


def squeezed(text):
    """Letters and digits alone, wide ones as narrow ones."""
    out = []
    for char in text:
        if "\uff01" <= char <= "\uff5e":
            char = chr(ord(char) - 0xFEE0)
        if char.isalnum():
            out.append(char.lower())
    return "".join(out)


def heading(line):
    """A heading with its level, without marks and numbers; level 0 for one without a mark."""
    marked = re.match(r"^\s*(#+)[\s#]*(.*)$", line)
    text = clean(marked.group(2) if marked else line)
    text = re.sub(r"^[#\s]+", "", text)
    text = re.sub(r"^(\d+(\.\d+)*[.、]?|[一二三四五六七八九十]+[、.]|[（(]\d+[)）])\s*", "", text).strip(" :：")
    return (len(marked.group(1)) if marked else 0), text


def pipes(line):
    body = line.strip()
    body = body[1:] if body.startswith("|") else body
    cells = re.split(r"(?<!\\)\|", body)
    if cells and not cells[-1].strip():
        cells.pop()
    return [clean(cell) for cell in cells]


def key(word):
    return squeezed(word)


def columns(cells):
    """The columns of a header by their words; None for any other row."""
    keys = [key(cell) for cell in cells]
    if any(word in ("string", "number", "object", "array", "boolean", "objarray") for word in keys):
        return None
    found = {}
    for at, word in enumerate(keys):
        for column, words in [("name", NAME), ("type", TYPE), ("required", REQUIRED), ("doc", DOC), ("code", CODE), ("message", MESSAGE), ("value", VALUE)]:
            if word in words and column not in found:
                found[column] = at
    if len(cells) < 2 or not ({"name", "code", "value"} & set(found)):
        return None
    if "name" in found and not ({"type", "required", "doc"} & set(found)):
        return None
    return found if len(found) > 1 else None


class Table:
    def __init__(self, line, columns, header):
        self.line, self.columns, self.header, self.rows = line, columns, header, []
        # The row of the object that a table in the middle of another is of.
        self.above = None


def rows_of_json(code):
    try:
        rows = json.loads("\n".join(code))
    except ValueError:
        return None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        return None
    words = list(dict.fromkeys(word for row in rows for word in row))
    if not any(ord(char) > 127 for word in words for char in word) or columns(words) is None:
        return None
    return words, [[clean(str(row.get(word, ""))) for word in words] for row in rows]


TYPES = r"array of \w+|string|number|object|array|boolean|objarray"


def flat(line, has_required):
    """A row of running text: `env string yes Id of it`."""
    glued = re.match(r"^([A-Za-z_][A-Za-z0-9_]*?)(objarray|string|number|object|array|boolean)([^\x00-\x7f].*)$", line)
    if glued:
        return [glued.group(1), glued.group(2), "", re.sub(r"(-|枚举值)$", "", clean(glued.group(3)))]
    match = re.match(rf"^([A-Za-z_]\w*)\s+({TYPES})\b\s*(.*)$", line)
    if not match:
        return None
    name, ty, rest = match.groups()
    required = ""
    if has_required:
        mark = re.match(r"^(yes|no|是|否)\b\s*(.*)$", rest)
        if not mark:
            return None
        required, rest = mark.groups()
    return [name, ty, required, clean(rest)]


def read(text):
    """Items of a page in its order: ("heading", line, level, text), ("table", Table),
    ("code", line, lines), ("text", line, text)."""
    lines = text.replace("\r\n", "\n").split("\n")
    items, at, table = [], 0, None
    while at < len(lines):
        line, number = lines[at], at + 1
        fence = re.match(r"^\s*(```|~~~)", line)
        if fence:
            end = next((i for i in range(at + 1, len(lines)) if lines[i].strip().startswith(fence.group(1))), None)
            if end is not None:
                code = lines[at + 1 : end]
                as_table = rows_of_json(code)
                if as_table:
                    found = Table(number, columns(as_table[0]), as_table[0])
                    found.rows = [(number, cells) for cells in as_table[1]]
                    items.append(("table", found))
                else:
                    items.append(("code", number + 1, code))
                table, at = None, end + 1
                continue
        at += 1
        if not line.strip():
            table = table if table and table.header == "flat" else None
            continue
        if re.match(r"^[\s|:-]*-{2,}[\s|:-]*$", line):
            continue
        cells = pipes(line) if "|" in line else [clean(cell) for cell in line.split("\t")] if "\t" in line.strip() else None
        if line.lstrip().startswith("#"):
            table = None
            items.append(("heading", number, *heading(line)))
            continue
        if cells:
            header = columns(cells)
            if header:
                table = Table(number, header, cells)
                items.append(("table", table))
            elif table and table.header != "flat":
                table.rows.append((number, cells))
            elif not table or table.header != "flat":
                items.append(("text", number, clean(line)))
            if cells and (header or table):
                continue
        words = clean(line).lower()
        if re.match(r"^(attribute|属性|参数名?)\s*(type|类型)", words):
            has_required = bool(re.search(r"required|必填", words))
            above = table.rows[-1][1][0] if table and table.header == "flat" and table.rows and table.rows[-1][1][1] in ("array", "object", "objarray") else None
            table = Table(number, {"name": 0, "type": 1, "doc": 3, **({"required": 2} if has_required else {})}, "flat")
            table.above = above
            items.append(("table", table))
            continue
        if table and table.header == "flat":
            row = flat(clean(line), "required" in table.columns)
            if row:
                table.rows.append((number, row))
                continue
        items.append(("text", number, line))
    return items
