//! The words above columns, in both languages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Column;

/// What is below each word.
pub(super) static KNOWN: LazyLock<BTreeMap<&'static str, Column>> = LazyLock::new(|| {
    let each = |(column, words): &'static (Column, &'static str)| {
        words.split_whitespace().map(|word| (word, *column))
    };
    COLUMNS.iter().flat_map(each).collect()
});

/// Words above columns, by their letters and digits in lower case.
const COLUMNS: &[(Column, &str)] = &[
    (
        Column::Name,
        "字段 字段名 字段名称 参数 参数名 参数名称 属性 属性名 属性名称 名称 变量 变量名 键 name
         parameter parameters parametername paramname param attribute attributes attributename
         property properties propertyname field fields fieldname key argument",
    ),
    (
        Column::Type,
        "类型 数据类型 参数类型 字段类型 属性类型 变量类型 值类型 type types datatype
         parametertype fieldtype",
    ),
    (
        Column::Required,
        "必填 是否必填 必须 是否必须 必选 是否必选 必需 是否必需 必传 是否必传 必填项 required
         isrequired mandatory require requiredornot must necessary requiredfield",
    ),
    (Column::Default, "默认值 缺省值 默认 default defaultvalue defaults thedefaultvalue"),
    (
        Column::Doc,
        "说明 描述 备注 含义 解释 参数说明 字段说明 参数描述 字段描述 介绍 description
         descriptions introductions introduction explanation explaination dxplaination explain
         illustrate illustration remarks remark instructions instruction meaning desc details
         explanations 枚举解释 枚举说明 枚举描述 枚举含义 释义",
    ),
    (
        Column::Values,
        "枚举 枚举值 合法值 取值 取值范围 有效值 enum enumvalue enumeration value values
         legalvalue 值",
    ),
    (Column::ValueName, "枚举字段 枚举名 枚举名称 枚举键 enumfield enumname enumkey"),
    (Column::Code, "错误码 返回码 错误代码 errcode errorcode returncode code errorcodes"),
    (
        Column::Message,
        "错误描述 错误信息 错误码取值 错误说明 错误 errmsg errormessage message errordescription
         msg 错误码描述",
    ),
    (
        Column::More,
        "解决方案 处理方式 解决办法 解决方法 排查方法 建议 solutions solution remedy 最低版本
         minimumversion minversion lowestversion minimumversionrequired 示例 示例值 样例 例子
         example examples examplevalue sample 版本 version 长度 length 最小版本 兼容版本",
    ),
    (Column::Lost, "初始值"),
];
