WITH "t2" AS (
  SELECT DISTINCT
    *
  FROM "coverage" AS "t0"
), "t13" AS (
  SELECT
    "t12"."dataset" AS "dataset",
    "t12"."actor" AS "actor",
    "t12"."recipient" AS "recipient",
    dateTrunc('MONTH', "t12"."happened_on") AS "period",
    COUNT(*) AS "events",
    COALESCE(SUM(CAST("t12"."quad" = 'verbal_coop' AS Nullable(Int64))), 0) AS "verbal_coop",
    COALESCE(SUM(CAST("t12"."quad" = 'material_coop' AS Nullable(Int64))), 0) AS "material_coop",
    COALESCE(SUM(CAST("t12"."quad" = 'verbal_conf' AS Nullable(Int64))), 0) AS "verbal_conf",
    COALESCE(SUM(CAST("t12"."quad" = 'material_conf' AS Nullable(Int64))), 0) AS "material_conf",
    COALESCE(SUM("t12"."mentions"), 0) AS "mentions",
    COALESCE(SUM("t12"."weight"), 0.0) AS "sum_weight",
    COALESCE(SUM("t12"."weight" * "t12"."weight"), 0.0) AS "sum_squares"
  FROM (
    SELECT
      "t11"."event_id" AS "event_id",
      "t11"."record_id" AS "record_id",
      "t11"."dataset" AS "dataset",
      "t11"."happened_on" AS "happened_on",
      "t11"."happened_precision" AS "happened_precision",
      "t11"."reported_on" AS "reported_on",
      LEAST("t11"."actor", "t11"."recipient") AS "actor",
      GREATEST("t11"."actor", "t11"."recipient") AS "recipient",
      "t11"."actor_sector" AS "actor_sector",
      "t11"."recipient_sector" AS "recipient_sector",
      "t11"."root" AS "root",
      "t11"."cameo" AS "cameo",
      "t11"."quad" AS "quad",
      "t11"."weight" AS "weight",
      "t11"."domains" AS "domains",
      "t11"."status" AS "status",
      "t11"."_mentions" AS "mentions",
      "t11"."_kind" AS "_kind",
      "t11"."_first" AS "_first",
      "t11"."_second" AS "_second",
      "t11"."_rank" AS "_rank",
      "t11"."_mentions" AS "_mentions"
    FROM (
      SELECT
        "t10"."event_id" AS "event_id",
        "t10"."record_id" AS "record_id",
        "t10"."dataset" AS "dataset",
        "t10"."happened_on" AS "happened_on",
        "t10"."happened_precision" AS "happened_precision",
        "t10"."reported_on" AS "reported_on",
        "t10"."actor" AS "actor",
        "t10"."recipient" AS "recipient",
        "t10"."actor_sector" AS "actor_sector",
        "t10"."recipient_sector" AS "recipient_sector",
        "t10"."root" AS "root",
        "t10"."cameo" AS "cameo",
        "t10"."quad" AS "quad",
        "t10"."weight" AS "weight",
        "t10"."domains" AS "domains",
        "t10"."status" AS "status",
        "t10"."mentions" AS "mentions",
        "t10"."_kind" AS "_kind",
        "t10"."_first" AS "_first",
        "t10"."_second" AS "_second",
        ROW_NUMBER() OVER (
          PARTITION BY "t10"."dataset", "t10"."happened_on", "t10"."_first", "t10"."_second", "t10"."_kind"
          ORDER BY "t10"."event_id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "_rank",
        SUM(CAST("t10"."mentions" AS Nullable(Int64))) OVER (
          PARTITION BY "t10"."dataset", "t10"."happened_on", "t10"."_first", "t10"."_second", "t10"."_kind"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "_mentions"
      FROM (
        SELECT
          "t9"."event_id" AS "event_id",
          "t9"."record_id" AS "record_id",
          "t9"."dataset" AS "dataset",
          "t9"."happened_on" AS "happened_on",
          "t9"."happened_precision" AS "happened_precision",
          "t9"."reported_on" AS "reported_on",
          "t9"."actor" AS "actor",
          "t9"."recipient" AS "recipient",
          "t9"."actor_sector" AS "actor_sector",
          "t9"."recipient_sector" AS "recipient_sector",
          "t9"."root" AS "root",
          "t9"."cameo" AS "cameo",
          "t9"."quad" AS "quad",
          "t9"."weight" AS "weight",
          "t9"."domains" AS "domains",
          "t9"."status" AS "status",
          "t9"."mentions" AS "mentions",
          CASE
            WHEN (
              (
                "t9"."root" = 'CONSULT'
              )
              OR (
                COALESCE("t9"."cameo", "t9"."root") = '057'
              )
            )
            AND TRUE
            THEN CASE
              WHEN COALESCE("t9"."cameo", "t9"."root") = '043'
              THEN '042'
              ELSE COALESCE("t9"."cameo", "t9"."root")
            END
            ELSE COALESCE("t9"."cameo", "t9"."root")
          END AS "_kind",
          CASE
            WHEN (
              (
                "t9"."root" = 'CONSULT'
              )
              OR (
                COALESCE("t9"."cameo", "t9"."root") = '057'
              )
            )
            AND TRUE
            THEN LEAST("t9"."actor", "t9"."recipient")
            ELSE "t9"."actor"
          END AS "_first",
          CASE
            WHEN (
              (
                "t9"."root" = 'CONSULT'
              )
              OR (
                COALESCE("t9"."cameo", "t9"."root") = '057'
              )
            )
            AND TRUE
            THEN GREATEST("t9"."actor", "t9"."recipient")
            ELSE "t9"."recipient"
          END AS "_second"
        FROM (
          SELECT
            "t6"."event_id" AS "event_id",
            "t6"."record_id" AS "record_id",
            "t6"."dataset" AS "dataset",
            "t6"."happened_on" AS "happened_on",
            "t6"."happened_precision" AS "happened_precision",
            "t6"."reported_on" AS "reported_on",
            "t6"."actor" AS "actor",
            "t6"."recipient" AS "recipient",
            "t6"."actor_sector" AS "actor_sector",
            "t6"."recipient_sector" AS "recipient_sector",
            "t6"."root" AS "root",
            "t6"."cameo" AS "cameo",
            "t6"."quad" AS "quad",
            "t6"."weight" AS "weight",
            "t6"."domains" AS "domains",
            "t6"."status" AS "status",
            "t6"."mentions" AS "mentions"
          FROM (
            SELECT
              *
            FROM "events" AS "t1"
            WHERE
              isNotNull("t1"."actor")
              AND isNotNull("t1"."recipient")
              AND "t1"."status" IN ('happened', 'announced')
              AND "t1"."actor" <> "t1"."recipient"
              AND NOT (
                "t1"."happened_precision" IN ('year')
              )
          ) AS "t6"
          LEFT SEMI JOIN "t2" AS "t4"
            ON "t6"."dataset" = "t4"."dataset" AND "t6"."happened_on" = "t4"."day"
        ) AS "t9"
        WHERE
          has("t9"."domains", 'military')
      ) AS "t10"
    ) AS "t11"
    WHERE
      "t11"."_rank" = 0
  ) AS "t12"
  GROUP BY
    "t12"."dataset",
    "t12"."actor",
    "t12"."recipient",
    dateTrunc('MONTH', "t12"."happened_on")
)
SELECT
  "t18"."dataset" AS "dataset",
  "t18"."actor" AS "actor",
  "t18"."recipient" AS "recipient",
  "t18"."period" AS "period",
  CAST(COALESCE("t18"."events", 0) AS Nullable(Int32)) AS "events",
  CAST(COALESCE("t18"."verbal_coop", 0) AS Nullable(Int32)) AS "verbal_coop",
  CAST(COALESCE("t18"."material_coop", 0) AS Nullable(Int32)) AS "material_coop",
  CAST(COALESCE("t18"."verbal_conf", 0) AS Nullable(Int32)) AS "verbal_conf",
  CAST(COALESCE("t18"."material_conf", 0) AS Nullable(Int32)) AS "material_conf",
  COALESCE("t18"."mentions", 0) AS "mentions",
  COALESCE("t18"."sum_weight", 0) AS "sum_weight",
  COALESCE("t18"."sum_weight", 0) / nullIf(COALESCE("t18"."events", 0), 0) AS "mean_weight",
  COALESCE("t18"."sum_squares", 0) AS "sum_squares",
  "t18"."covered_days" AS "covered_days"
FROM (
  SELECT
    "t17"."dataset" AS "dataset",
    "t17"."actor" AS "actor",
    "t17"."recipient" AS "recipient",
    "t8"."period" AS "period",
    "t8"."covered_days" AS "covered_days",
    "t15"."dataset" AS "dataset_coded",
    "t15"."actor" AS "actor_coded",
    "t15"."recipient" AS "recipient_coded",
    "t15"."period" AS "period_coded",
    "t15"."events" AS "events",
    "t15"."verbal_coop" AS "verbal_coop",
    "t15"."material_coop" AS "material_coop",
    "t15"."verbal_conf" AS "verbal_conf",
    "t15"."material_conf" AS "material_conf",
    "t15"."mentions" AS "mentions",
    "t15"."sum_weight" AS "sum_weight",
    "t15"."sum_squares" AS "sum_squares"
  FROM (
    SELECT DISTINCT
      "t14"."dataset" AS "dataset",
      "t14"."actor" AS "actor",
      "t14"."recipient" AS "recipient"
    FROM "t13" AS "t14"
  ) AS "t17"
  INNER JOIN (
    SELECT
      "t3"."dataset" AS "dataset",
      dateTrunc('MONTH', "t3"."day") AS "period",
      CAST(COUNT(*) AS Nullable(Int32)) AS "covered_days"
    FROM "t2" AS "t3"
    GROUP BY
      "t3"."dataset",
      dateTrunc('MONTH', "t3"."day")
  ) AS "t8"
    ON "t17"."dataset" = "t8"."dataset"
  LEFT OUTER JOIN "t13" AS "t15"
    ON "t17"."dataset" = "t15"."dataset"
    AND "t17"."actor" = "t15"."actor"
    AND "t17"."recipient" = "t15"."recipient"
    AND "t8"."period" = "t15"."period"
) AS "t18"
