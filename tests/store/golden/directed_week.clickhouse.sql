WITH "t2" AS (
  SELECT DISTINCT
    *
  FROM "coverage" AS "t0"
), "t10" AS (
  SELECT
    "t9"."dataset" AS "dataset",
    "t9"."actor" AS "actor",
    "t9"."recipient" AS "recipient",
    dateTrunc('WEEK', "t9"."happened_on") AS "period",
    COUNT(*) AS "events",
    COALESCE(SUM(CAST("t9"."quad" = 'verbal_coop' AS Nullable(Int64))), 0) AS "verbal_coop",
    COALESCE(SUM(CAST("t9"."quad" = 'material_coop' AS Nullable(Int64))), 0) AS "material_coop",
    COALESCE(SUM(CAST("t9"."quad" = 'verbal_conf' AS Nullable(Int64))), 0) AS "verbal_conf",
    COALESCE(SUM(CAST("t9"."quad" = 'material_conf' AS Nullable(Int64))), 0) AS "material_conf",
    COALESCE(SUM(CAST("t9"."mentions" AS Nullable(Int64))), 0) AS "mentions",
    COALESCE(SUM("t9"."weight"), 0.0) AS "sum_weight",
    COALESCE(SUM("t9"."weight" * "t9"."weight"), 0.0) AS "sum_squares"
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
          "t1"."happened_precision" IN ('month', 'year')
        )
    ) AS "t6"
    LEFT SEMI JOIN "t2" AS "t4"
      ON "t6"."dataset" = "t4"."dataset" AND "t6"."happened_on" = "t4"."day"
  ) AS "t9"
  GROUP BY
    "t9"."dataset",
    "t9"."actor",
    "t9"."recipient",
    dateTrunc('WEEK', "t9"."happened_on")
)
SELECT
  "t15"."dataset" AS "dataset",
  "t15"."actor" AS "actor",
  "t15"."recipient" AS "recipient",
  "t15"."period" AS "period",
  CAST(COALESCE("t15"."events", 0) AS Nullable(Int32)) AS "events",
  CAST(COALESCE("t15"."verbal_coop", 0) AS Nullable(Int32)) AS "verbal_coop",
  CAST(COALESCE("t15"."material_coop", 0) AS Nullable(Int32)) AS "material_coop",
  CAST(COALESCE("t15"."verbal_conf", 0) AS Nullable(Int32)) AS "verbal_conf",
  CAST(COALESCE("t15"."material_conf", 0) AS Nullable(Int32)) AS "material_conf",
  COALESCE("t15"."mentions", 0) AS "mentions",
  COALESCE("t15"."sum_weight", 0) AS "sum_weight",
  COALESCE("t15"."sum_weight", 0) / nullIf(COALESCE("t15"."events", 0), 0) AS "mean_weight",
  COALESCE("t15"."sum_squares", 0) AS "sum_squares",
  "t15"."covered_days" AS "covered_days"
FROM (
  SELECT
    "t14"."dataset" AS "dataset",
    "t14"."actor" AS "actor",
    "t14"."recipient" AS "recipient",
    "t8"."period" AS "period",
    "t8"."covered_days" AS "covered_days",
    "t12"."dataset" AS "dataset_coded",
    "t12"."actor" AS "actor_coded",
    "t12"."recipient" AS "recipient_coded",
    "t12"."period" AS "period_coded",
    "t12"."events" AS "events",
    "t12"."verbal_coop" AS "verbal_coop",
    "t12"."material_coop" AS "material_coop",
    "t12"."verbal_conf" AS "verbal_conf",
    "t12"."material_conf" AS "material_conf",
    "t12"."mentions" AS "mentions",
    "t12"."sum_weight" AS "sum_weight",
    "t12"."sum_squares" AS "sum_squares"
  FROM (
    SELECT DISTINCT
      "t11"."dataset" AS "dataset",
      "t11"."actor" AS "actor",
      "t11"."recipient" AS "recipient"
    FROM "t10" AS "t11"
  ) AS "t14"
  INNER JOIN (
    SELECT
      "t3"."dataset" AS "dataset",
      dateTrunc('WEEK', "t3"."day") AS "period",
      CAST(COUNT(*) AS Nullable(Int32)) AS "covered_days"
    FROM "t2" AS "t3"
    GROUP BY
      "t3"."dataset",
      dateTrunc('WEEK', "t3"."day")
  ) AS "t8"
    ON "t14"."dataset" = "t8"."dataset"
  LEFT OUTER JOIN "t10" AS "t12"
    ON "t14"."dataset" = "t12"."dataset"
    AND "t14"."actor" = "t12"."actor"
    AND "t14"."recipient" = "t12"."recipient"
    AND "t8"."period" = "t12"."period"
) AS "t15"
