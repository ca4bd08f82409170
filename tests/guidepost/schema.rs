//! `server/db/schema.rs` is what the migrations make. `UPDATE_SCHEMA=1` writes it anew.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use diesel::QueryableByName;
use diesel::sql_types::{Bool, Text};
use diesel_async::RunQueryDsl;
use guidepost::db::{self, Conn};

use crate::support::postgres::new_database;

/// Keys and optional columns of views, which PostgreSQL does not know.
const VIEW: &str = "catalog_entries";
const VIEW_KEY: &[&str] = &["kind", "slug"];
const VIEW_OPTIONAL: &[&str] = &[
    "track",
    "short",
    "ask_ja",
    "ask_en",
    "merged_into",
    "retired_at",
];

/// Tables that one joins by a foreign key, as `joinable!` needs them.
const JOINS: &[&str] = &[
    "mail_addresses -> people (person_id)",
    "people -> handles (handle)",
    "sessions -> people (person_id)",
    "sign_in_links -> people (person_id)",
    "stories -> people (author_id)",
    "tokens -> people (person_id)",
];

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    udt_name: String,
    #[diesel(sql_type = Bool)]
    is_optional: bool,
    #[diesel(sql_type = Bool)]
    is_key: bool,
}

#[tokio::test(flavor = "multi_thread")]
async fn schema_rs_is_what_the_migrations_make() {
    let mut conn = db::connect(&new_database().await).await.unwrap();
    let made = schema(columns(&mut conn).await);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("server/db/schema.rs");
    if std::env::vars().any(|(name, _)| name == "UPDATE_SCHEMA") {
        std::fs::write(&file, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(
        kept == made,
        "server/db/schema.rs differs: run this test with UPDATE_SCHEMA=1"
    );
}

async fn columns(conn: &mut Conn) -> Vec<Column> {
    diesel::sql_query(
        "select columns.table_name::text, columns.column_name::text, columns.udt_name::text, \
             columns.is_nullable = 'YES' as is_optional, keys.column_name is not null as is_key \
         from information_schema.columns \
         left join (select used.table_name, used.column_name \
                    from information_schema.table_constraints as made \
                    join information_schema.key_column_usage as used using (constraint_schema, constraint_name) \
                    where made.constraint_type = 'PRIMARY KEY') as keys \
             on keys.table_name = columns.table_name and keys.column_name = columns.column_name \
         where columns.table_schema = 'public' and columns.table_name not like '\\_\\_diesel%' \
         order by columns.table_name, columns.ordinal_position",
    )
    .load(conn)
    .await
    .unwrap()
}

fn schema(columns: Vec<Column>) -> String {
    let mut tables: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for column in columns {
        tables
            .entry(column.table_name.clone())
            .or_default()
            .push(column);
    }
    let mut text = String::from(
        "// Made from the migrations by `tests/guidepost/schema.rs`; run that test with UPDATE_SCHEMA=1 to make it anew.\n\n",
    );
    for (table, columns) in &tables {
        let key = match table.as_str() {
            VIEW => VIEW_KEY.join(", "),
            _ => columns
                .iter()
                .filter(|it| it.is_key)
                .map(|it| it.column_name.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        };
        writeln!(text, "diesel::table! {{\n    {table} ({key}) {{").unwrap();
        for column in columns.iter().filter(|it| it.udt_name != "xid8") {
            writeln!(
                text,
                "        {} -> {},",
                column.column_name,
                sql_type(column)
            )
            .unwrap();
        }
        text.push_str("    }\n}\n\n");
    }
    for join in JOINS {
        writeln!(text, "diesel::joinable!({join});").unwrap();
    }
    text.push_str("\ndiesel::allow_tables_to_appear_in_same_query!(\n");
    for table in tables.keys() {
        writeln!(text, "    {table},").unwrap();
    }
    text.push_str(");\n");
    text
}

fn sql_type(column: &Column) -> String {
    let name = |udt: &str| match udt {
        "text" => "Text",
        "uuid" => "Uuid",
        "int2" => "SmallInt",
        "int4" => "Integer",
        "int8" => "BigInt",
        "bool" => "Bool",
        "timestamptz" => "Timestamptz",
        "jsonb" => "Jsonb",
        "bytea" => "Binary",
        other => panic!("schema.rs does not know the type {other} yet"),
    };
    let plain = match column.udt_name.strip_prefix('_') {
        Some(element) => format!("Array<{}>", name(element)),
        None => name(&column.udt_name).to_owned(),
    };
    let is_optional = match column.table_name.as_str() {
        VIEW => VIEW_OPTIONAL.contains(&column.column_name.as_str()),
        _ => column.is_optional,
    };
    if is_optional {
        format!("Nullable<{plain}>")
    } else {
        plain
    }
}
