WITH `t2` AS (
  SELECT DISTINCT
    *
  FROM `coverage` AS `t0`
), `t13` AS (
  SELECT
    `t12`.`dataset`,
    `t12`.`actor`,
    `t12`.`recipient`,
    DATE_TRUNC('month', `t12`.`happened_on`) AS `period`,
    COUNT(*) AS `events`,
    COALESCE(SUM(CAST(`t12`.`quad` = 'verbal_coop' AS BIGINT)), 0) AS `verbal_coop`,
    COALESCE(SUM(CAST(`t12`.`quad` = 'material_coop' AS BIGINT)), 0) AS `material_coop`,
    COALESCE(SUM(CAST(`t12`.`quad` = 'verbal_conf' AS BIGINT)), 0) AS `verbal_conf`,
    COALESCE(SUM(CAST(`t12`.`quad` = 'material_conf' AS BIGINT)), 0) AS `material_conf`,
    COALESCE(SUM(`t12`.`mentions`), 0) AS `mentions`,
    COALESCE(SUM(`t12`.`weight`), 0.0) AS `sum_weight`,
    COALESCE(SUM(`t12`.`weight` * `t12`.`weight`), 0.0) AS `sum_squares`
  FROM (
    SELECT
      `t11`.`event_id`,
      `t11`.`record_id`,
      `t11`.`dataset`,
      `t11`.`happened_on`,
      `t11`.`happened_precision`,
      `t11`.`reported_on`,
      LEAST(`t11`.`actor`, `t11`.`recipient`) AS `actor`,
      GREATEST(`t11`.`actor`, `t11`.`recipient`) AS `recipient`,
      `t11`.`actor_sector`,
      `t11`.`recipient_sector`,
      `t11`.`root`,
      `t11`.`cameo`,
      `t11`.`quad`,
      `t11`.`weight`,
      `t11`.`domains`,
      `t11`.`status`,
      `t11`.`_mentions` AS `mentions`,
      `t11`.`_kind`,
      `t11`.`_first`,
      `t11`.`_second`,
      `t11`.`_rank`,
      `t11`.`_mentions`
    FROM (
      SELECT
        `t10`.`event_id`,
        `t10`.`record_id`,
        `t10`.`dataset`,
        `t10`.`happened_on`,
        `t10`.`happened_precision`,
        `t10`.`reported_on`,
        `t10`.`actor`,
        `t10`.`recipient`,
        `t10`.`actor_sector`,
        `t10`.`recipient_sector`,
        `t10`.`root`,
        `t10`.`cameo`,
        `t10`.`quad`,
        `t10`.`weight`,
        `t10`.`domains`,
        `t10`.`status`,
        `t10`.`mentions`,
        `t10`.`_kind`,
        `t10`.`_first`,
        `t10`.`_second`,
        ROW_NUMBER() OVER (
          PARTITION BY `t10`.`dataset`, `t10`.`happened_on`, `t10`.`_first`, `t10`.`_second`, `t10`.`_kind`
          ORDER BY `t10`.`event_id` ASC NULLS LAST
        ) - 1 AS `_rank`,
        SUM(CAST(`t10`.`mentions` AS BIGINT)) OVER (
          PARTITION BY `t10`.`dataset`, `t10`.`happened_on`, `t10`.`_first`, `t10`.`_second`, `t10`.`_kind`
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS `_mentions`
      FROM (
        SELECT
          `t9`.`event_id`,
          `t9`.`record_id`,
          `t9`.`dataset`,
          `t9`.`happened_on`,
          `t9`.`happened_precision`,
          `t9`.`reported_on`,
          `t9`.`actor`,
          `t9`.`recipient`,
          `t9`.`actor_sector`,
          `t9`.`recipient_sector`,
          `t9`.`root`,
          `t9`.`cameo`,
          `t9`.`quad`,
          `t9`.`weight`,
          `t9`.`domains`,
          `t9`.`status`,
          `t9`.`mentions`,
          IF(
            (
              (
                `t9`.`root` = 'CONSULT'
              )
              OR (
                COALESCE(`t9`.`cameo`, `t9`.`root`) = '057'
              )
            )
            AND TRUE,
            IF(
              COALESCE(`t9`.`cameo`, `t9`.`root`) = '043',
              '042',
              COALESCE(`t9`.`cameo`, `t9`.`root`)
            ),
            COALESCE(`t9`.`cameo`, `t9`.`root`)
          ) AS `_kind`,
          IF(
            (
              (
                `t9`.`root` = 'CONSULT'
              )
              OR (
                COALESCE(`t9`.`cameo`, `t9`.`root`) = '057'
              )
            )
            AND TRUE,
            LEAST(`t9`.`actor`, `t9`.`recipient`),
            `t9`.`actor`
          ) AS `_first`,
          IF(
            (
              (
                `t9`.`root` = 'CONSULT'
              )
              OR (
                COALESCE(`t9`.`cameo`, `t9`.`root`) = '057'
              )
            )
            AND TRUE,
            GREATEST(`t9`.`actor`, `t9`.`recipient`),
            `t9`.`recipient`
          ) AS `_second`
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
                `t1`.`happened_precision` IN ('year')
              )
          ) AS `t6`
          LEFT SEMI JOIN `t2` AS `t4`
            ON `t6`.`dataset` = `t4`.`dataset` AND `t6`.`happened_on` = `t4`.`day`
        ) AS `t9`
        WHERE
          IF(
            `t9`.`domains` IS NULL,
            NULL,
            COALESCE(ARRAY_CONTAINS(`t9`.`domains`, 'military'), FALSE)
          )
      ) AS `t10`
    ) AS `t11`
    WHERE
      `t11`.`_rank` = 0
  ) AS `t12`
  GROUP BY
    1,
    2,
    3,
    4
)
SELECT
  `t18`.`dataset`,
  `t18`.`actor`,
  `t18`.`recipient`,
  `t18`.`period`,
  CAST(COALESCE(`t18`.`events`, 0) AS INT) AS `events`,
  CAST(COALESCE(`t18`.`verbal_coop`, 0) AS INT) AS `verbal_coop`,
  CAST(COALESCE(`t18`.`material_coop`, 0) AS INT) AS `material_coop`,
  CAST(COALESCE(`t18`.`verbal_conf`, 0) AS INT) AS `verbal_conf`,
  CAST(COALESCE(`t18`.`material_conf`, 0) AS INT) AS `material_conf`,
  COALESCE(`t18`.`mentions`, 0) AS `mentions`,
  COALESCE(`t18`.`sum_weight`, 0) AS `sum_weight`,
  TRY_DIVIDE(COALESCE(`t18`.`sum_weight`, 0), NULLIF(COALESCE(`t18`.`events`, 0), 0)) AS `mean_weight`,
  COALESCE(`t18`.`sum_squares`, 0) AS `sum_squares`,
  `t18`.`covered_days`
FROM (
  SELECT
    `t17`.`dataset`,
    `t17`.`actor`,
    `t17`.`recipient`,
    `t8`.`period`,
    `t8`.`covered_days`,
    `t15`.`dataset` AS `dataset_coded`,
    `t15`.`actor` AS `actor_coded`,
    `t15`.`recipient` AS `recipient_coded`,
    `t15`.`period` AS `period_coded`,
    `t15`.`events`,
    `t15`.`verbal_coop`,
    `t15`.`material_coop`,
    `t15`.`verbal_conf`,
    `t15`.`material_conf`,
    `t15`.`mentions`,
    `t15`.`sum_weight`,
    `t15`.`sum_squares`
  FROM (
    SELECT DISTINCT
      `t14`.`dataset`,
      `t14`.`actor`,
      `t14`.`recipient`
    FROM `t13` AS `t14`
  ) AS `t17`
  INNER JOIN (
    SELECT
      `t3`.`dataset`,
      DATE_TRUNC('month', `t3`.`day`) AS `period`,
      CAST(COUNT(*) AS INT) AS `covered_days`
    FROM `t2` AS `t3`
    GROUP BY
      1,
      2
  ) AS `t8`
    ON `t17`.`dataset` = `t8`.`dataset`
  LEFT OUTER JOIN `t13` AS `t15`
    ON `t17`.`dataset` = `t15`.`dataset`
    AND `t17`.`actor` = `t15`.`actor`
    AND `t17`.`recipient` = `t15`.`recipient`
    AND `t8`.`period` = `t15`.`period`
) AS `t18`
