WITH "t4" AS (
  SELECT DISTINCT
    *
  FROM "coverage" AS "t0"
), "t15" AS (
  SELECT
    "t14"."dataset" AS "dataset",
    "t14"."actor" AS "actor",
    "t14"."recipient" AS "recipient",
    dateTrunc('WEEK', "t14"."happened_on") AS "period",
    COUNT(*) AS "events",
    COALESCE(SUM(CAST("t14"."quad" = 'verbal_coop' AS Nullable(Int64))), 0) AS "verbal_coop",
    COALESCE(SUM(CAST("t14"."quad" = 'material_coop' AS Nullable(Int64))), 0) AS "material_coop",
    COALESCE(SUM(CAST("t14"."quad" = 'verbal_conf' AS Nullable(Int64))), 0) AS "verbal_conf",
    COALESCE(SUM(CAST("t14"."quad" = 'material_conf' AS Nullable(Int64))), 0) AS "material_conf",
    COALESCE(SUM("t14"."mentions"), 0) AS "mentions",
    COALESCE(SUM("t14"."weight"), 0.0) AS "sum_weight",
    COALESCE(SUM("t14"."weight" * "t14"."weight"), 0.0) AS "sum_squares"
  FROM (
    SELECT
      "t13"."event_id" AS "event_id",
      "t13"."record_id" AS "record_id",
      "t13"."dataset" AS "dataset",
      "t13"."happened_on" AS "happened_on",
      "t13"."happened_precision" AS "happened_precision",
      "t13"."reported_on" AS "reported_on",
      "t13"."actor" AS "actor",
      "t13"."recipient" AS "recipient",
      "t13"."actor_sector" AS "actor_sector",
      "t13"."recipient_sector" AS "recipient_sector",
      "t13"."root" AS "root",
      "t13"."cameo" AS "cameo",
      "t13"."quad" AS "quad",
      "t13"."weight" AS "weight",
      "t13"."domains" AS "domains",
      "t13"."status" AS "status",
      "t13"."mentions" AS "mentions"
    FROM (
      SELECT
        "t11"."event_id" AS "event_id",
        "t11"."record_id" AS "record_id",
        "t11"."dataset" AS "dataset",
        "t11"."happened_on" AS "happened_on",
        "t11"."happened_precision" AS "happened_precision",
        "t11"."reported_on" AS "reported_on",
        "t11"."actor" AS "actor",
        "t11"."recipient" AS "recipient",
        "t11"."actor_sector" AS "actor_sector",
        "t11"."recipient_sector" AS "recipient_sector",
        "t11"."root" AS "root",
        "t11"."cameo" AS "cameo",
        "t11"."quad" AS "quad",
        "t11"."weight" AS "weight",
        "t11"."domains" AS "domains",
        "t11"."status" AS "status",
        GREATEST(CAST("t11"."mentions" AS Nullable(Int64)), COALESCE("t11"."seen", 0)) AS "mentions"
      FROM (
        SELECT
          "t3"."event_id" AS "event_id",
          "t3"."record_id" AS "record_id",
          "t3"."dataset" AS "dataset",
          "t3"."happened_on" AS "happened_on",
          "t3"."happened_precision" AS "happened_precision",
          "t3"."reported_on" AS "reported_on",
          "t3"."actor" AS "actor",
          "t3"."recipient" AS "recipient",
          "t3"."actor_sector" AS "actor_sector",
          "t3"."recipient_sector" AS "recipient_sector",
          "t3"."root" AS "root",
          "t3"."cameo" AS "cameo",
          "t3"."quad" AS "quad",
          "t3"."weight" AS "weight",
          "t3"."domains" AS "domains",
          "t3"."status" AS "status",
          "t3"."mentions" AS "mentions",
          "t9"."dataset" AS "dataset_counted",
          "t9"."record_id" AS "record_id_counted",
          "t9"."seen" AS "seen"
        FROM "events" AS "t3"
        LEFT OUTER JOIN (
          SELECT
            "t2"."dataset" AS "dataset",
            "t2"."record_id" AS "record_id",
            SUM(CAST(isNotNull("t2"."record_id") AS Nullable(Int64))) AS "seen"
          FROM "mentions" AS "t2"
          GROUP BY
            "t2"."dataset",
            "t2"."record_id"
        ) AS "t9"
          ON "t3"."dataset" = "t9"."dataset" AND "t3"."record_id" = "t9"."record_id"
      ) AS "t11"
      WHERE
        isNotNull("t11"."actor")
        AND isNotNull("t11"."recipient")
        AND "t11"."status" IN ('happened', 'announced')
        AND "t11"."actor" <> "t11"."recipient"
        AND NOT (
          "t11"."happened_precision" IN ('month', 'year')
        )
    ) AS "t13"
    LEFT SEMI JOIN "t4" AS "t6"
      ON "t13"."dataset" = "t6"."dataset" AND "t13"."happened_on" = "t6"."day"
  ) AS "t14"
  GROUP BY
    "t14"."dataset",
    "t14"."actor",
    "t14"."recipient",
    dateTrunc('WEEK', "t14"."happened_on")
)
SELECT
  "t20"."dataset" AS "dataset",
  "t20"."actor" AS "actor",
  "t20"."recipient" AS "recipient",
  "t20"."period" AS "period",
  CAST(COALESCE("t20"."events", 0) AS Nullable(Int32)) AS "events",
  CAST(COALESCE("t20"."verbal_coop", 0) AS Nullable(Int32)) AS "verbal_coop",
  CAST(COALESCE("t20"."material_coop", 0) AS Nullable(Int32)) AS "material_coop",
  CAST(COALESCE("t20"."verbal_conf", 0) AS Nullable(Int32)) AS "verbal_conf",
  CAST(COALESCE("t20"."material_conf", 0) AS Nullable(Int32)) AS "material_conf",
  COALESCE("t20"."mentions", 0) AS "mentions",
  COALESCE("t20"."sum_weight", 0) AS "sum_weight",
  COALESCE("t20"."sum_weight", 0) / nullIf(COALESCE("t20"."events", 0), 0) AS "mean_weight",
  COALESCE("t20"."sum_squares", 0) AS "sum_squares",
  "t20"."covered_days" AS "covered_days"
FROM (
  SELECT
    "t19"."dataset" AS "dataset",
    "t19"."actor" AS "actor",
    "t19"."recipient" AS "recipient",
    "t10"."period" AS "period",
    "t10"."covered_days" AS "covered_days",
    "t17"."dataset" AS "dataset_coded",
    "t17"."actor" AS "actor_coded",
    "t17"."recipient" AS "recipient_coded",
    "t17"."period" AS "period_coded",
    "t17"."events" AS "events",
    "t17"."verbal_coop" AS "verbal_coop",
    "t17"."material_coop" AS "material_coop",
    "t17"."verbal_conf" AS "verbal_conf",
    "t17"."material_conf" AS "material_conf",
    "t17"."mentions" AS "mentions",
    "t17"."sum_weight" AS "sum_weight",
    "t17"."sum_squares" AS "sum_squares"
  FROM (
    SELECT DISTINCT
      "t16"."dataset" AS "dataset",
      "t16"."actor" AS "actor",
      "t16"."recipient" AS "recipient"
    FROM "t15" AS "t16"
  ) AS "t19"
  INNER JOIN (
    SELECT
      "t5"."dataset" AS "dataset",
      dateTrunc('WEEK', "t5"."day") AS "period",
      CAST(COUNT(*) AS Nullable(Int32)) AS "covered_days"
    FROM "t4" AS "t5"
    GROUP BY
      "t5"."dataset",
      dateTrunc('WEEK', "t5"."day")
  ) AS "t10"
    ON "t19"."dataset" = "t10"."dataset"
  LEFT OUTER JOIN "t15" AS "t17"
    ON "t19"."dataset" = "t17"."dataset"
    AND "t19"."actor" = "t17"."actor"
    AND "t19"."recipient" = "t17"."recipient"
    AND "t10"."period" = "t17"."period"
) AS "t20"
