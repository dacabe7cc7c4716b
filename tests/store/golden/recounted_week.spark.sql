WITH `t4` AS (
  SELECT DISTINCT
    *
  FROM `coverage` AS `t0`
), `t15` AS (
  SELECT
    `t14`.`dataset`,
    `t14`.`actor`,
    `t14`.`recipient`,
    DATE_TRUNC('week', `t14`.`happened_on`) AS `period`,
    COUNT(*) AS `events`,
    COALESCE(SUM(CAST(`t14`.`quad` = 'verbal_coop' AS BIGINT)), 0) AS `verbal_coop`,
    COALESCE(SUM(CAST(`t14`.`quad` = 'material_coop' AS BIGINT)), 0) AS `material_coop`,
    COALESCE(SUM(CAST(`t14`.`quad` = 'verbal_conf' AS BIGINT)), 0) AS `verbal_conf`,
    COALESCE(SUM(CAST(`t14`.`quad` = 'material_conf' AS BIGINT)), 0) AS `material_conf`,
    COALESCE(SUM(`t14`.`mentions`), 0) AS `mentions`,
    COALESCE(SUM(`t14`.`weight`), 0.0) AS `sum_weight`,
    COALESCE(SUM(`t14`.`weight` * `t14`.`weight`), 0.0) AS `sum_squares`
  FROM (
    SELECT
      `t13`.`event_id`,
      `t13`.`record_id`,
      `t13`.`dataset`,
      `t13`.`happened_on`,
      `t13`.`happened_precision`,
      `t13`.`reported_on`,
      `t13`.`actor`,
      `t13`.`recipient`,
      `t13`.`actor_sector`,
      `t13`.`recipient_sector`,
      `t13`.`root`,
      `t13`.`cameo`,
      `t13`.`quad`,
      `t13`.`weight`,
      `t13`.`domains`,
      `t13`.`status`,
      `t13`.`mentions`
    FROM (
      SELECT
        `t11`.`event_id`,
        `t11`.`record_id`,
        `t11`.`dataset`,
        `t11`.`happened_on`,
        `t11`.`happened_precision`,
        `t11`.`reported_on`,
        `t11`.`actor`,
        `t11`.`recipient`,
        `t11`.`actor_sector`,
        `t11`.`recipient_sector`,
        `t11`.`root`,
        `t11`.`cameo`,
        `t11`.`quad`,
        `t11`.`weight`,
        `t11`.`domains`,
        `t11`.`status`,
        GREATEST(CAST(`t11`.`mentions` AS BIGINT), COALESCE(`t11`.`seen`, 0)) AS `mentions`
      FROM (
        SELECT
          `t3`.`event_id`,
          `t3`.`record_id`,
          `t3`.`dataset`,
          `t3`.`happened_on`,
          `t3`.`happened_precision`,
          `t3`.`reported_on`,
          `t3`.`actor`,
          `t3`.`recipient`,
          `t3`.`actor_sector`,
          `t3`.`recipient_sector`,
          `t3`.`root`,
          `t3`.`cameo`,
          `t3`.`quad`,
          `t3`.`weight`,
          `t3`.`domains`,
          `t3`.`status`,
          `t3`.`mentions`,
          `t9`.`dataset` AS `dataset_counted`,
          `t9`.`record_id` AS `record_id_counted`,
          `t9`.`seen`
        FROM `events` AS `t3`
        LEFT OUTER JOIN (
          SELECT
            `t2`.`dataset`,
            `t2`.`record_id`,
            SUM(CAST(`t2`.`record_id` IS NOT NULL AS BIGINT)) AS `seen`
          FROM `mentions` AS `t2`
          GROUP BY
            1,
            2
        ) AS `t9`
          ON `t3`.`dataset` = `t9`.`dataset` AND `t3`.`record_id` = `t9`.`record_id`
      ) AS `t11`
      WHERE
        `t11`.`actor` IS NOT NULL
        AND `t11`.`recipient` IS NOT NULL
        AND `t11`.`status` IN ('happened', 'announced')
        AND `t11`.`actor` <> `t11`.`recipient`
        AND NOT (
          `t11`.`happened_precision` IN ('month', 'year')
        )
    ) AS `t13`
    LEFT SEMI JOIN `t4` AS `t6`
      ON `t13`.`dataset` = `t6`.`dataset` AND `t13`.`happened_on` = `t6`.`day`
  ) AS `t14`
  GROUP BY
    1,
    2,
    3,
    4
)
SELECT
  `t20`.`dataset`,
  `t20`.`actor`,
  `t20`.`recipient`,
  `t20`.`period`,
  CAST(COALESCE(`t20`.`events`, 0) AS INT) AS `events`,
  CAST(COALESCE(`t20`.`verbal_coop`, 0) AS INT) AS `verbal_coop`,
  CAST(COALESCE(`t20`.`material_coop`, 0) AS INT) AS `material_coop`,
  CAST(COALESCE(`t20`.`verbal_conf`, 0) AS INT) AS `verbal_conf`,
  CAST(COALESCE(`t20`.`material_conf`, 0) AS INT) AS `material_conf`,
  COALESCE(`t20`.`mentions`, 0) AS `mentions`,
  COALESCE(`t20`.`sum_weight`, 0) AS `sum_weight`,
  TRY_DIVIDE(COALESCE(`t20`.`sum_weight`, 0), NULLIF(COALESCE(`t20`.`events`, 0), 0)) AS `mean_weight`,
  COALESCE(`t20`.`sum_squares`, 0) AS `sum_squares`,
  `t20`.`covered_days`
FROM (
  SELECT
    `t19`.`dataset`,
    `t19`.`actor`,
    `t19`.`recipient`,
    `t10`.`period`,
    `t10`.`covered_days`,
    `t17`.`dataset` AS `dataset_coded`,
    `t17`.`actor` AS `actor_coded`,
    `t17`.`recipient` AS `recipient_coded`,
    `t17`.`period` AS `period_coded`,
    `t17`.`events`,
    `t17`.`verbal_coop`,
    `t17`.`material_coop`,
    `t17`.`verbal_conf`,
    `t17`.`material_conf`,
    `t17`.`mentions`,
    `t17`.`sum_weight`,
    `t17`.`sum_squares`
  FROM (
    SELECT DISTINCT
      `t16`.`dataset`,
      `t16`.`actor`,
      `t16`.`recipient`
    FROM `t15` AS `t16`
  ) AS `t19`
  INNER JOIN (
    SELECT
      `t5`.`dataset`,
      DATE_TRUNC('week', `t5`.`day`) AS `period`,
      CAST(COUNT(*) AS INT) AS `covered_days`
    FROM `t4` AS `t5`
    GROUP BY
      1,
      2
  ) AS `t10`
    ON `t19`.`dataset` = `t10`.`dataset`
  LEFT OUTER JOIN `t15` AS `t17`
    ON `t19`.`dataset` = `t17`.`dataset`
    AND `t19`.`actor` = `t17`.`actor`
    AND `t19`.`recipient` = `t17`.`recipient`
    AND `t10`.`period` = `t17`.`period`
) AS `t20`
