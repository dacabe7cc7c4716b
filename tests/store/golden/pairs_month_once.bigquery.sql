WITH `t1` AS (
  SELECT DISTINCT
    'gdelt2' AS `dataset`,
    DATE(
      CAST(FLOOR(ieee_divide(CAST(FLOOR(ieee_divide(`t0`.`DATEADDED`, 1000000)) AS INT64), 10000)) AS INT64),
      MOD(
        CAST(FLOOR(ieee_divide(CAST(FLOOR(ieee_divide(`t0`.`DATEADDED`, 1000000)) AS INT64), 100)) AS INT64),
        100
      ),
      MOD(CAST(FLOOR(ieee_divide(`t0`.`DATEADDED`, 1000000)) AS INT64), 100)
    ) AS `day`
  FROM `gdelt-bq.gdeltv2.events_partitioned` AS `t0`
), `t13` AS (
  SELECT
    `t12`.`dataset`,
    `t12`.`actor`,
    `t12`.`recipient`,
    DATE_TRUNC(`t12`.`happened_on`, MONTH) AS `period`,
    COUNT(*) AS `events`,
    COALESCE(SUM(CAST(`t12`.`quad` = 'verbal_coop' AS INT64)), 0) AS `verbal_coop`,
    COALESCE(SUM(CAST(`t12`.`quad` = 'material_coop' AS INT64)), 0) AS `material_coop`,
    COALESCE(SUM(CAST(`t12`.`quad` = 'verbal_conf' AS INT64)), 0) AS `verbal_conf`,
    COALESCE(SUM(CAST(`t12`.`quad` = 'material_conf' AS INT64)), 0) AS `material_conf`,
    COALESCE(SUM(`t12`.`mentions`), 0) AS `mentions`,
    COALESCE(SUM(`t12`.`weight`), 0.0) AS `sum_weight`,
    COALESCE(SUM(`t12`.`weight` * `t12`.`weight`), 0.0) AS `sum_squares`
  FROM (
    SELECT
      `t11`.`event_id`,
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
          ORDER BY `t10`.`event_id` ASC
        ) - 1 AS `_rank`,
        SUM(CAST(`t10`.`mentions` AS INT64)) OVER (
          PARTITION BY `t10`.`dataset`, `t10`.`happened_on`, `t10`.`_first`, `t10`.`_second`, `t10`.`_kind`
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS `_mentions`
      FROM (
        SELECT
          `t9`.`event_id`,
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
            `t8`.`event_id`,
            `t8`.`dataset`,
            `t8`.`happened_on`,
            `t8`.`happened_precision`,
            `t8`.`reported_on`,
            `t8`.`actor`,
            `t8`.`recipient`,
            `t8`.`actor_sector`,
            `t8`.`recipient_sector`,
            `t8`.`root`,
            `t8`.`cameo`,
            `t8`.`quad`,
            `t8`.`weight`,
            `t8`.`domains`,
            `t8`.`status`,
            `t8`.`mentions`
          FROM (
            SELECT
              *
            FROM (
              SELECT
                CAST(`t0`.`GLOBALEVENTID` AS STRING) AS `event_id`,
                'gdelt2' AS `dataset`,
                DATE(
                  CAST(FLOOR(ieee_divide(`t0`.`SQLDATE`, 10000)) AS INT64),
                  MOD(CAST(FLOOR(ieee_divide(`t0`.`SQLDATE`, 100)) AS INT64), 100),
                  MOD(`t0`.`SQLDATE`, 100)
                ) AS `happened_on`,
                'day' AS `happened_precision`,
                DATE(
                  CAST(FLOOR(ieee_divide(CAST(FLOOR(ieee_divide(`t0`.`DATEADDED`, 1000000)) AS INT64), 10000)) AS INT64),
                  MOD(
                    CAST(FLOOR(ieee_divide(CAST(FLOOR(ieee_divide(`t0`.`DATEADDED`, 1000000)) AS INT64), 100)) AS INT64),
                    100
                  ),
                  MOD(CAST(FLOOR(ieee_divide(`t0`.`DATEADDED`, 1000000)) AS INT64), 100)
                ) AS `reported_on`,
                CASE
                  WHEN `t0`.`Actor1CountryCode` = 'BAG'
                  THEN 'IRQ'
                  WHEN `t0`.`Actor1CountryCode` = 'BUR'
                  THEN 'MMR'
                  WHEN `t0`.`Actor1CountryCode` = 'GER'
                  THEN 'DEU'
                  WHEN `t0`.`Actor1CountryCode` = 'GZS'
                  THEN 'PSE'
                  WHEN `t0`.`Actor1CountryCode` = 'IMY'
                  THEN 'IMN'
                  WHEN `t0`.`Actor1CountryCode` = 'KOS'
                  THEN 'XKX'
                  WHEN `t0`.`Actor1CountryCode` = 'KSV'
                  THEN 'XKX'
                  WHEN `t0`.`Actor1CountryCode` = 'MTN'
                  THEN 'MNE'
                  WHEN `t0`.`Actor1CountryCode` = 'PAL'
                  THEN 'PSE'
                  WHEN `t0`.`Actor1CountryCode` = 'RKS'
                  THEN 'XKX'
                  WHEN `t0`.`Actor1CountryCode` = 'ROM'
                  THEN 'ROU'
                  WHEN `t0`.`Actor1CountryCode` = 'RUM'
                  THEN 'ROU'
                  WHEN `t0`.`Actor1CountryCode` = 'TMP'
                  THEN 'TLS'
                  WHEN `t0`.`Actor1CountryCode` = 'UNK'
                  THEN 'XKX'
                  WHEN `t0`.`Actor1CountryCode` = 'WSB'
                  THEN 'PSE'
                  WHEN `t0`.`Actor1CountryCode` = 'XKO'
                  THEN 'XKX'
                  WHEN `t0`.`Actor1CountryCode` = 'XKV'
                  THEN 'XKX'
                  WHEN `t0`.`Actor1CountryCode` = 'ZAR'
                  THEN 'COD'
                  WHEN `t0`.`Actor1CountryCode` IN (
                    'ABW',
                    'AFG',
                    'AGO',
                    'AIA',
                    'ALA',
                    'ALB',
                    'AND',
                    'ANT',
                    'ARE',
                    'ARG',
                    'ARM',
                    'ASM',
                    'ATG',
                    'AUS',
                    'AUT',
                    'AZE',
                    'BDI',
                    'BEL',
                    'BEN',
                    'BFA',
                    'BGD',
                    'BGR',
                    'BHR',
                    'BHS',
                    'BIH',
                    'BLR',
                    'BLZ',
                    'BMU',
                    'BOL',
                    'BRA',
                    'BRB',
                    'BRN',
                    'BTN',
                    'BWA',
                    'CAF',
                    'CAN',
                    'CCK',
                    'CHE',
                    'CHL',
                    'CHN',
                    'CIV',
                    'CMR',
                    'COD',
                    'COG',
                    'COK',
                    'COL',
                    'COM',
                    'CPV',
                    'CRI',
                    'CSK',
                    'CUB',
                    'CUW',
                    'CXR',
                    'CYM',
                    'CYP',
                    'CZE',
                    'DDR',
                    'DEU',
                    'DJI',
                    'DMA',
                    'DNK',
                    'DOM',
                    'DZA',
                    'ECU',
                    'EGY',
                    'ERI',
                    'ESH',
                    'ESP',
                    'EST',
                    'ETH',
                    'FIN',
                    'FJI',
                    'FLK',
                    'FRA',
                    'FRO',
                    'FSM',
                    'GAB',
                    'GBR',
                    'GEO',
                    'GGY',
                    'GHA',
                    'GIB',
                    'GIN',
                    'GLP',
                    'GMB',
                    'GNB',
                    'GNQ',
                    'GRC',
                    'GRD',
                    'GRL',
                    'GTM',
                    'GUF',
                    'GUM',
                    'GUY',
                    'HKG',
                    'HND',
                    'HRV',
                    'HTI',
                    'HUN',
                    'IDN',
                    'IMN',
                    'IND',
                    'IRL',
                    'IRN',
                    'IRQ',
                    'ISL',
                    'ISR',
                    'ITA',
                    'JAM',
                    'JEY',
                    'JOR',
                    'JPN',
                    'KAZ',
                    'KEN',
                    'KGZ',
                    'KHM',
                    'KIR',
                    'KNA',
                    'KOR',
                    'KWT',
                    'LAO',
                    'LBN',
                    'LBR',
                    'LBY',
                    'LCA',
                    'LIE',
                    'LKA',
                    'LSO',
                    'LTU',
                    'LUX',
                    'LVA',
                    'MAC',
                    'MAR',
                    'MCO',
                    'MDA',
                    'MDG',
                    'MDV',
                    'MEX',
                    'MHL',
                    'MKD',
                    'MLI',
                    'MLT',
                    'MMR',
                    'MNE',
                    'MNG',
                    'MNP',
                    'MOZ',
                    'MRT',
                    'MSR',
                    'MTQ',
                    'MUS',
                    'MWI',
                    'MYS',
                    'MYT',
                    'NAM',
                    'NCL',
                    'NER',
                    'NFK',
                    'NGA',
                    'NIC',
                    'NIU',
                    'NLD',
                    'NOR',
                    'NPL',
                    'NRU',
                    'NZL',
                    'OMN',
                    'PAK',
                    'PAN',
                    'PCN',
                    'PER',
                    'PHL',
                    'PLW',
                    'PNG',
                    'POL',
                    'PRI',
                    'PRK',
                    'PRT',
                    'PRY',
                    'PSE',
                    'PYF',
                    'QAT',
                    'REU',
                    'ROU',
                    'RUS',
                    'RWA',
                    'SAU',
                    'SCG',
                    'SDN',
                    'SEN',
                    'SGP',
                    'SHN',
                    'SJM',
                    'SLB',
                    'SLE',
                    'SLV',
                    'SMR',
                    'SOM',
                    'SPM',
                    'SRB',
                    'SSD',
                    'STP',
                    'SUN',
                    'SUR',
                    'SVK',
                    'SVN',
                    'SWE',
                    'SWZ',
                    'SXM',
                    'SYC',
                    'SYR',
                    'TCA',
                    'TCD',
                    'TGO',
                    'THA',
                    'TJK',
                    'TKL',
                    'TKM',
                    'TLS',
                    'TON',
                    'TTO',
                    'TUN',
                    'TUR',
                    'TUV',
                    'TWN',
                    'TZA',
                    'UGA',
                    'UKR',
                    'URY',
                    'USA',
                    'UZB',
                    'VAT',
                    'VCT',
                    'VDR',
                    'VEN',
                    'VGB',
                    'VIR',
                    'VNM',
                    'VUT',
                    'WLF',
                    'WSM',
                    'XKX',
                    'YEM',
                    'YMD',
                    'YUG',
                    'ZAF',
                    'ZMB',
                    'ZWE'
                  )
                  THEN `t0`.`Actor1CountryCode`
                  ELSE CAST(NULL AS STRING)
                END AS `actor`,
                CASE
                  WHEN `t0`.`Actor2CountryCode` = 'BAG'
                  THEN 'IRQ'
                  WHEN `t0`.`Actor2CountryCode` = 'BUR'
                  THEN 'MMR'
                  WHEN `t0`.`Actor2CountryCode` = 'GER'
                  THEN 'DEU'
                  WHEN `t0`.`Actor2CountryCode` = 'GZS'
                  THEN 'PSE'
                  WHEN `t0`.`Actor2CountryCode` = 'IMY'
                  THEN 'IMN'
                  WHEN `t0`.`Actor2CountryCode` = 'KOS'
                  THEN 'XKX'
                  WHEN `t0`.`Actor2CountryCode` = 'KSV'
                  THEN 'XKX'
                  WHEN `t0`.`Actor2CountryCode` = 'MTN'
                  THEN 'MNE'
                  WHEN `t0`.`Actor2CountryCode` = 'PAL'
                  THEN 'PSE'
                  WHEN `t0`.`Actor2CountryCode` = 'RKS'
                  THEN 'XKX'
                  WHEN `t0`.`Actor2CountryCode` = 'ROM'
                  THEN 'ROU'
                  WHEN `t0`.`Actor2CountryCode` = 'RUM'
                  THEN 'ROU'
                  WHEN `t0`.`Actor2CountryCode` = 'TMP'
                  THEN 'TLS'
                  WHEN `t0`.`Actor2CountryCode` = 'UNK'
                  THEN 'XKX'
                  WHEN `t0`.`Actor2CountryCode` = 'WSB'
                  THEN 'PSE'
                  WHEN `t0`.`Actor2CountryCode` = 'XKO'
                  THEN 'XKX'
                  WHEN `t0`.`Actor2CountryCode` = 'XKV'
                  THEN 'XKX'
                  WHEN `t0`.`Actor2CountryCode` = 'ZAR'
                  THEN 'COD'
                  WHEN `t0`.`Actor2CountryCode` IN (
                    'ABW',
                    'AFG',
                    'AGO',
                    'AIA',
                    'ALA',
                    'ALB',
                    'AND',
                    'ANT',
                    'ARE',
                    'ARG',
                    'ARM',
                    'ASM',
                    'ATG',
                    'AUS',
                    'AUT',
                    'AZE',
                    'BDI',
                    'BEL',
                    'BEN',
                    'BFA',
                    'BGD',
                    'BGR',
                    'BHR',
                    'BHS',
                    'BIH',
                    'BLR',
                    'BLZ',
                    'BMU',
                    'BOL',
                    'BRA',
                    'BRB',
                    'BRN',
                    'BTN',
                    'BWA',
                    'CAF',
                    'CAN',
                    'CCK',
                    'CHE',
                    'CHL',
                    'CHN',
                    'CIV',
                    'CMR',
                    'COD',
                    'COG',
                    'COK',
                    'COL',
                    'COM',
                    'CPV',
                    'CRI',
                    'CSK',
                    'CUB',
                    'CUW',
                    'CXR',
                    'CYM',
                    'CYP',
                    'CZE',
                    'DDR',
                    'DEU',
                    'DJI',
                    'DMA',
                    'DNK',
                    'DOM',
                    'DZA',
                    'ECU',
                    'EGY',
                    'ERI',
                    'ESH',
                    'ESP',
                    'EST',
                    'ETH',
                    'FIN',
                    'FJI',
                    'FLK',
                    'FRA',
                    'FRO',
                    'FSM',
                    'GAB',
                    'GBR',
                    'GEO',
                    'GGY',
                    'GHA',
                    'GIB',
                    'GIN',
                    'GLP',
                    'GMB',
                    'GNB',
                    'GNQ',
                    'GRC',
                    'GRD',
                    'GRL',
                    'GTM',
                    'GUF',
                    'GUM',
                    'GUY',
                    'HKG',
                    'HND',
                    'HRV',
                    'HTI',
                    'HUN',
                    'IDN',
                    'IMN',
                    'IND',
                    'IRL',
                    'IRN',
                    'IRQ',
                    'ISL',
                    'ISR',
                    'ITA',
                    'JAM',
                    'JEY',
                    'JOR',
                    'JPN',
                    'KAZ',
                    'KEN',
                    'KGZ',
                    'KHM',
                    'KIR',
                    'KNA',
                    'KOR',
                    'KWT',
                    'LAO',
                    'LBN',
                    'LBR',
                    'LBY',
                    'LCA',
                    'LIE',
                    'LKA',
                    'LSO',
                    'LTU',
                    'LUX',
                    'LVA',
                    'MAC',
                    'MAR',
                    'MCO',
                    'MDA',
                    'MDG',
                    'MDV',
                    'MEX',
                    'MHL',
                    'MKD',
                    'MLI',
                    'MLT',
                    'MMR',
                    'MNE',
                    'MNG',
                    'MNP',
                    'MOZ',
                    'MRT',
                    'MSR',
                    'MTQ',
                    'MUS',
                    'MWI',
                    'MYS',
                    'MYT',
                    'NAM',
                    'NCL',
                    'NER',
                    'NFK',
                    'NGA',
                    'NIC',
                    'NIU',
                    'NLD',
                    'NOR',
                    'NPL',
                    'NRU',
                    'NZL',
                    'OMN',
                    'PAK',
                    'PAN',
                    'PCN',
                    'PER',
                    'PHL',
                    'PLW',
                    'PNG',
                    'POL',
                    'PRI',
                    'PRK',
                    'PRT',
                    'PRY',
                    'PSE',
                    'PYF',
                    'QAT',
                    'REU',
                    'ROU',
                    'RUS',
                    'RWA',
                    'SAU',
                    'SCG',
                    'SDN',
                    'SEN',
                    'SGP',
                    'SHN',
                    'SJM',
                    'SLB',
                    'SLE',
                    'SLV',
                    'SMR',
                    'SOM',
                    'SPM',
                    'SRB',
                    'SSD',
                    'STP',
                    'SUN',
                    'SUR',
                    'SVK',
                    'SVN',
                    'SWE',
                    'SWZ',
                    'SXM',
                    'SYC',
                    'SYR',
                    'TCA',
                    'TCD',
                    'TGO',
                    'THA',
                    'TJK',
                    'TKL',
                    'TKM',
                    'TLS',
                    'TON',
                    'TTO',
                    'TUN',
                    'TUR',
                    'TUV',
                    'TWN',
                    'TZA',
                    'UGA',
                    'UKR',
                    'URY',
                    'USA',
                    'UZB',
                    'VAT',
                    'VCT',
                    'VDR',
                    'VEN',
                    'VGB',
                    'VIR',
                    'VNM',
                    'VUT',
                    'WLF',
                    'WSM',
                    'XKX',
                    'YEM',
                    'YMD',
                    'YUG',
                    'ZAF',
                    'ZMB',
                    'ZWE'
                  )
                  THEN `t0`.`Actor2CountryCode`
                  ELSE CAST(NULL AS STRING)
                END AS `recipient`,
                `t0`.`Actor1Type1Code` AS `actor_sector`,
                `t0`.`Actor2Type1Code` AS `recipient_sector`,
                CASE
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '01'
                  THEN 'CONSULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '010'
                  THEN 'CONSULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '011'
                  THEN 'CONSULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '012'
                  THEN 'ACCUSE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '013'
                  THEN 'SUPPORT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '014'
                  THEN 'CONSULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '015'
                  THEN 'CONSULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '016'
                  THEN 'REJECT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '017'
                  THEN 'CONSULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '018'
                  THEN 'SUPPORT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '019'
                  THEN 'SUPPORT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '02'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '020'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '021'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '022'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '023'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '024'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '025'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '026'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '027'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '028'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '03'
                  THEN 'AGREE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '030'
                  THEN 'AGREE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '031'
                  THEN 'AGREE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '032'
                  THEN 'AGREE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '033'
                  THEN 'AGREE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '034'
                  THEN 'AGREE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '035'
                  THEN 'AGREE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '036'
                  THEN 'AGREE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '037'
                  THEN 'AGREE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '038'
                  THEN 'AGREE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '039'
                  THEN 'AGREE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '04'
                  THEN 'CONSULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '040'
                  THEN 'CONSULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '041'
                  THEN 'CONSULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '042'
                  THEN 'CONSULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '043'
                  THEN 'CONSULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '044'
                  THEN 'CONSULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '045'
                  THEN 'CONSULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '046'
                  THEN 'CONSULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '05'
                  THEN 'SUPPORT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '050'
                  THEN 'SUPPORT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '051'
                  THEN 'SUPPORT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '052'
                  THEN 'SUPPORT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '053'
                  THEN 'SUPPORT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '054'
                  THEN 'SUPPORT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '055'
                  THEN 'SUPPORT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '056'
                  THEN 'SUPPORT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '057'
                  THEN 'AGREE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '06'
                  THEN 'COOPERATE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '060'
                  THEN 'COOPERATE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '061'
                  THEN 'COOPERATE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '062'
                  THEN 'COOPERATE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '063'
                  THEN 'COOPERATE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '064'
                  THEN 'COOPERATE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '07'
                  THEN 'AID'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '070'
                  THEN 'AID'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '071'
                  THEN 'AID'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '072'
                  THEN 'AID'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '073'
                  THEN 'AID'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '074'
                  THEN 'AID'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '075'
                  THEN 'AID'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '08'
                  THEN 'YIELD'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '080'
                  THEN 'YIELD'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '081'
                  THEN 'YIELD'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '082'
                  THEN 'YIELD'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '083'
                  THEN 'YIELD'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '084'
                  THEN 'YIELD'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '085'
                  THEN 'YIELD'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '086'
                  THEN 'YIELD'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '087'
                  THEN 'YIELD'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '09'
                  THEN 'ACCUSE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '090'
                  THEN 'ACCUSE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '091'
                  THEN 'ACCUSE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '092'
                  THEN 'ACCUSE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '093'
                  THEN 'ACCUSE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '094'
                  THEN 'ACCUSE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '10'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '100'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '101'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '102'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '103'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '104'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '105'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '106'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '107'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '108'
                  THEN 'REQUEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '11'
                  THEN 'ACCUSE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '110'
                  THEN 'ACCUSE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '111'
                  THEN 'ACCUSE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '112'
                  THEN 'ACCUSE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '113'
                  THEN 'ACCUSE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '114'
                  THEN 'ACCUSE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '115'
                  THEN 'ACCUSE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '116'
                  THEN 'SANCTION'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '12'
                  THEN 'REJECT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '120'
                  THEN 'REJECT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '121'
                  THEN 'REJECT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '122'
                  THEN 'REJECT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '123'
                  THEN 'REJECT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '124'
                  THEN 'REJECT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '125'
                  THEN 'REJECT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '126'
                  THEN 'REJECT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '127'
                  THEN 'REJECT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '128'
                  THEN 'REJECT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '129'
                  THEN 'REJECT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '13'
                  THEN 'THREATEN'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '130'
                  THEN 'THREATEN'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '131'
                  THEN 'THREATEN'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '132'
                  THEN 'THREATEN'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '133'
                  THEN 'THREATEN'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '134'
                  THEN 'THREATEN'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '135'
                  THEN 'THREATEN'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '136'
                  THEN 'THREATEN'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '137'
                  THEN 'THREATEN'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '138'
                  THEN 'THREATEN'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '139'
                  THEN 'THREATEN'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '14'
                  THEN 'PROTEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '140'
                  THEN 'PROTEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '141'
                  THEN 'PROTEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '142'
                  THEN 'PROTEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '143'
                  THEN 'PROTEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '144'
                  THEN 'PROTEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '145'
                  THEN 'PROTEST'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '15'
                  THEN 'MOBILIZE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '150'
                  THEN 'MOBILIZE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '151'
                  THEN 'MOBILIZE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '152'
                  THEN 'MOBILIZE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '153'
                  THEN 'MOBILIZE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '154'
                  THEN 'MOBILIZE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '16'
                  THEN 'SANCTION'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '160'
                  THEN 'SANCTION'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '161'
                  THEN 'SANCTION'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '162'
                  THEN 'SANCTION'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '163'
                  THEN 'SANCTION'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '164'
                  THEN 'SANCTION'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '165'
                  THEN 'SANCTION'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '166'
                  THEN 'SANCTION'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '17'
                  THEN 'COERCE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '170'
                  THEN 'COERCE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '171'
                  THEN 'COERCE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '172'
                  THEN 'COERCE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '173'
                  THEN 'COERCE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '174'
                  THEN 'COERCE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '175'
                  THEN 'COERCE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '176'
                  THEN 'COERCE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '18'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '180'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '181'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '182'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '183'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '184'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '185'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '186'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '19'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '190'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '191'
                  THEN 'COERCE'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '192'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '193'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '194'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '195'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '196'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '20'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '200'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '201'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '202'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '203'
                  THEN 'ASSAULT'
                  WHEN SUBSTRING(`t0`.`EventCode`, IF((
                    0 + 1
                  ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t0`.`EventCode`)), 3) = '204'
                  THEN 'ASSAULT'
                  ELSE CAST(NULL AS STRING)
                END AS `root`,
                `t0`.`EventCode` AS `cameo`,
                CASE
                  WHEN CAST(`t0`.`QuadClass` AS STRING) = '1'
                  THEN 'verbal_coop'
                  WHEN CAST(`t0`.`QuadClass` AS STRING) = '2'
                  THEN 'material_coop'
                  WHEN CAST(`t0`.`QuadClass` AS STRING) = '3'
                  THEN 'verbal_conf'
                  WHEN CAST(`t0`.`QuadClass` AS STRING) = '4'
                  THEN 'material_conf'
                  ELSE CAST(NULL AS STRING)
                END AS `quad`,
                `t0`.`GoldsteinScale` AS `weight`,
                SPLIT(
                  COALESCE(
                    CASE
                      WHEN `t0`.`EventCode` = '0211'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '0212'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '0213'
                      THEN 'legal'
                      WHEN `t0`.`EventCode` = '022'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '0231'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '0232'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '0233'
                      THEN 'humanitarian'
                      WHEN `t0`.`EventCode` = '0234'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '0254'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '0256'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '026'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '027'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '028'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '0311'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '0312'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '0313'
                      THEN 'legal'
                      WHEN `t0`.`EventCode` = '032'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '0331'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '0332'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '0333'
                      THEN 'humanitarian'
                      WHEN `t0`.`EventCode` = '0334'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '0354'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '0356'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '036'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '037'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '038'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '039'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '04'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '040'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '041'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '042'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '043'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '044'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '045'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '046'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '05'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '050'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '051'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '052'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '053'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '054'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '055'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '056'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '057'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '061'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '062'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '063'
                      THEN 'legal'
                      WHEN `t0`.`EventCode` = '071'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '072'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '073'
                      THEN 'humanitarian'
                      WHEN `t0`.`EventCode` = '074'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '075'
                      THEN 'humanitarian'
                      WHEN `t0`.`EventCode` = '085'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '0861'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '0863'
                      THEN 'humanitarian'
                      WHEN `t0`.`EventCode` = '087'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '0871'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '0872'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '0873'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '0874'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '09'
                      THEN 'legal'
                      WHEN `t0`.`EventCode` = '090'
                      THEN 'legal'
                      WHEN `t0`.`EventCode` = '091'
                      THEN 'legal'
                      WHEN `t0`.`EventCode` = '092'
                      THEN 'legal'
                      WHEN `t0`.`EventCode` = '093'
                      THEN 'military;legal'
                      WHEN `t0`.`EventCode` = '094'
                      THEN 'legal'
                      WHEN `t0`.`EventCode` = '1011'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '1012'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '1013'
                      THEN 'legal'
                      WHEN `t0`.`EventCode` = '102'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '1031'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '1032'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '1033'
                      THEN 'humanitarian'
                      WHEN `t0`.`EventCode` = '1034'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '1054'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '1056'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '106'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '107'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '108'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '115'
                      THEN 'legal'
                      WHEN `t0`.`EventCode` = '116'
                      THEN 'legal'
                      WHEN `t0`.`EventCode` = '1211'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '1212'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '1213'
                      THEN 'legal'
                      WHEN `t0`.`EventCode` = '1221'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '1222'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '1223'
                      THEN 'humanitarian'
                      WHEN `t0`.`EventCode` = '1224'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '1244'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '1246'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '125'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '126'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '127'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '129'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '1312'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '1313'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '134'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '135'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '138'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '1381'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '1382'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '1383'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '1384'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '1385'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '150'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '152'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '154'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '161'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '1621'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '1622'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '1623'
                      THEN 'humanitarian'
                      WHEN `t0`.`EventCode` = '163'
                      THEN 'economic'
                      WHEN `t0`.`EventCode` = '164'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '165'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '166'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '1661'
                      THEN 'military;diplomatic'
                      WHEN `t0`.`EventCode` = '1662'
                      THEN 'diplomatic'
                      WHEN `t0`.`EventCode` = '1663'
                      THEN 'humanitarian;diplomatic'
                      WHEN `t0`.`EventCode` = '173'
                      THEN 'legal'
                      WHEN `t0`.`EventCode` = '176'
                      THEN 'cyber'
                      WHEN `t0`.`EventCode` = '183'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '1831'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '1832'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '1833'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '19'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '190'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '191'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '192'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '193'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '194'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '195'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '196'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '20'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '200'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '201'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '202'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '203'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '204'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '2041'
                      THEN 'military'
                      WHEN `t0`.`EventCode` = '2042'
                      THEN 'military'
                      ELSE CAST(NULL AS STRING)
                    END,
                    ''
                  ),
                  ';'
                ) AS `domains`,
                'happened' AS `status`,
                CAST(`t0`.`NumMentions` AS INT64) AS `mentions`
              FROM `gdelt-bq.gdeltv2.events_partitioned` AS `t0`
            ) AS `t2`
            WHERE
              `t2`.`actor` IS NOT NULL
              AND `t2`.`recipient` IS NOT NULL
              AND `t2`.`status` IN ('happened', 'announced')
              AND `t2`.`actor` <> `t2`.`recipient`
              AND NOT (
                `t2`.`happened_precision` IN ('year')
              )
          ) AS `t8`
          WHERE
            EXISTS(
              SELECT
                1
              FROM `t1` AS `t4`
              WHERE
                `t8`.`dataset` = `t4`.`dataset` AND `t8`.`happened_on` = `t4`.`day`
            )
        ) AS `t9`
        WHERE
          EXISTS(
            SELECT
              1
            FROM UNNEST(`t9`.`domains`) AS ibis_bq_arr_contains
            WHERE
              ibis_bq_arr_contains = 'military'
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
  CAST(COALESCE(`t18`.`events`, 0) AS INT64) AS `events`,
  CAST(COALESCE(`t18`.`verbal_coop`, 0) AS INT64) AS `verbal_coop`,
  CAST(COALESCE(`t18`.`material_coop`, 0) AS INT64) AS `material_coop`,
  CAST(COALESCE(`t18`.`verbal_conf`, 0) AS INT64) AS `verbal_conf`,
  CAST(COALESCE(`t18`.`material_conf`, 0) AS INT64) AS `material_conf`,
  COALESCE(`t18`.`mentions`, 0) AS `mentions`,
  COALESCE(`t18`.`sum_weight`, 0) AS `sum_weight`,
  ieee_divide(COALESCE(`t18`.`sum_weight`, 0), NULLIF(COALESCE(`t18`.`events`, 0), 0)) AS `mean_weight`,
  COALESCE(`t18`.`sum_squares`, 0) AS `sum_squares`,
  `t18`.`covered_days`
FROM (
  SELECT
    `t17`.`dataset`,
    `t17`.`actor`,
    `t17`.`recipient`,
    `t7`.`period`,
    `t7`.`covered_days`,
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
      DATE_TRUNC(`t3`.`day`, MONTH) AS `period`,
      CAST(COUNT(*) AS INT64) AS `covered_days`
    FROM `t1` AS `t3`
    GROUP BY
      1,
      2
  ) AS `t7`
    ON `t17`.`dataset` = `t7`.`dataset`
  LEFT OUTER JOIN `t13` AS `t15`
    ON `t17`.`dataset` = `t15`.`dataset`
    AND `t17`.`actor` = `t15`.`actor`
    AND `t17`.`recipient` = `t15`.`recipient`
    AND `t7`.`period` = `t15`.`period`
) AS `t18`
