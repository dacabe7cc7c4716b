WITH `t2` AS (
  SELECT DISTINCT
    *
  FROM `coverage` AS `t0`
), `t10` AS (
  SELECT
    `t9`.`dataset`,
    `t9`.`actor`,
    `t9`.`recipient`,
    DATE_TRUNC('week', `t9`.`happened_on`) AS `period`,
    COUNT(*) AS `events`,
    COALESCE(SUM(CAST(`t9`.`quad` = 'verbal_coop' AS BIGINT)), 0) AS `verbal_coop`,
    COALESCE(SUM(CAST(`t9`.`quad` = 'material_coop' AS BIGINT)), 0) AS `material_coop`,
    COALESCE(SUM(CAST(`t9`.`quad` = 'verbal_conf' AS BIGINT)), 0) AS `verbal_conf`,
    COALESCE(SUM(CAST(`t9`.`quad` = 'material_conf' AS BIGINT)), 0) AS `material_conf`,
    COALESCE(SUM(CAST(`t9`.`mentions` AS BIGINT)), 0) AS `mentions`,
    COALESCE(SUM(`t9`.`weight`), 0.0) AS `sum_weight`,
    COALESCE(SUM(`t9`.`weight` * `t9`.`weight`), 0.0) AS `sum_squares`
  FROM (
    SELECT
      `t6`.`event_id`,
      `t6`.`record_id`,
      `t6`.`dataset`,
      `t6`.`happened_on`,
      `t6`.`happened_precision`,
      `t6`.`reported_on`,
      `t6`.`actor`,
      `t6`.`recipient`,
      `t6`.`actor_sector`,
      `t6`.`recipient_sector`,
      `t6`.`root`,
      `t6`.`cameo`,
      `t6`.`quad`,
      `t6`.`weight`,
      `t6`.`domains`,
      `t6`.`status`,
      `t6`.`mentions`
    FROM (
      SELECT
        *
      FROM `events` AS `t1`
      WHERE
        `t1`.`actor` IS NOT NULL
        AND `t1`.`recipient` IS NOT NULL
        AND `t1`.`status` IN ('happened', 'announced')
        AND `t1`.`actor` <> `t1`.`recipient`
        AND NOT (
          `t1`.`happened_precision` IN ('month', 'year')
        )
    ) AS `t6`
    LEFT SEMI JOIN `t2` AS `t4`
      ON `t6`.`dataset` = `t4`.`dataset` AND `t6`.`happened_on` = `t4`.`day`
  ) AS `t9`
  GROUP BY
    1,
    2,
    3,
    4
)
SELECT
  `t15`.`dataset`,
  `t15`.`actor`,
  `t15`.`recipient`,
  `t15`.`period`,
  CAST(COALESCE(`t15`.`events`, 0) AS INT) AS `events`,
  CAST(COALESCE(`t15`.`verbal_coop`, 0) AS INT) AS `verbal_coop`,
  CAST(COALESCE(`t15`.`material_coop`, 0) AS INT) AS `material_coop`,
  CAST(COALESCE(`t15`.`verbal_conf`, 0) AS INT) AS `verbal_conf`,
  CAST(COALESCE(`t15`.`material_conf`, 0) AS INT) AS `material_conf`,
  COALESCE(`t15`.`mentions`, 0) AS `mentions`,
  COALESCE(`t15`.`sum_weight`, 0) AS `sum_weight`,
  TRY_DIVIDE(COALESCE(`t15`.`sum_weight`, 0), NULLIF(COALESCE(`t15`.`events`, 0), 0)) AS `mean_weight`,
  COALESCE(`t15`.`sum_squares`, 0) AS `sum_squares`,
  `t15`.`covered_days`
FROM (
  SELECT
    `t14`.`dataset`,
    `t14`.`actor`,
    `t14`.`recipient`,
    `t8`.`period`,
    `t8`.`covered_days`,
    `t12`.`dataset` AS `dataset_coded`,
    `t12`.`actor` AS `actor_coded`,
    `t12`.`recipient` AS `recipient_coded`,
    `t12`.`period` AS `period_coded`,
    `t12`.`events`,
    `t12`.`verbal_coop`,
    `t12`.`material_coop`,
    `t12`.`verbal_conf`,
    `t12`.`material_conf`,
    `t12`.`mentions`,
    `t12`.`sum_weight`,
    `t12`.`sum_squares`
  FROM (
    SELECT DISTINCT
      `t11`.`dataset`,
      `t11`.`actor`,
      `t11`.`recipient`
    FROM `t10` AS `t11`
  ) AS `t14`
  INNER JOIN (
    SELECT
      `t3`.`dataset`,
      DATE_TRUNC('week', `t3`.`day`) AS `period`,
      CAST(COUNT(*) AS INT) AS `covered_days`
    FROM `t2` AS `t3`
    GROUP BY
      1,
      2
  ) AS `t8`
    ON `t14`.`dataset` = `t8`.`dataset`
  LEFT OUTER JOIN `t10` AS `t12`
    ON `t14`.`dataset` = `t12`.`dataset`
    AND `t14`.`actor` = `t12`.`actor`
    AND `t14`.`recipient` = `t12`.`recipient`
    AND `t8`.`period` = `t12`.`period`
) AS `t15`
