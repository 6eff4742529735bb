/**
 * Keys of rabbitmq.conf that say nothing to a broker on one machine, or to one without RabbitMQ's
 * plugins: DATA of conf-keys.ts. Each stands for those below it too.
 */
export const KEYS_WITHOUT_EFFECT: readonly string[] = (
  'amqp10_client amqp_client anonymous_login_pass auth_backends auth_cache auth_http ' +
  'auth_ldap auth_mechanisms auth_oauth2 aws background_gc_enabled ' +
  'background_gc_target_interval channel_interceptor classic_queue cluster_formation ' +
  'cluster_keepalive_interval cluster_partition_handling cluster_tags ' +
  'collect_statistics collect_statistics_interval consumer_disconnected_timeout ' +
  'credential_validator default_limits default_policies default_users ' +
  'default_worker_pool_size definitions.hashing definitions.https definitions.import_backend ' +
  'definitions.skip_if_unchanged definitions.tls delegate_count deprecated_features ' +
  'distribution erlang event_exchange exchange_types federation hipe_compile http_dispatch ' +
  'initial_frame_max lazy_queue_explicit_gc_run_operation_threshold link_max_per_session ' +
  'log.channel log.connection.file log.connection.rotation log.console.color_esc_seqs ' +
  'log.console.formatter log.console.stdio log.console.use_colors log.default.rotation ' +
  'log.dir log.error_logger_format_depth log.exchange log.federation log.file log.journald ' +
  'log.mirroring log.queue log.ra log.summarize_process_state log.syslog log.upgrade log.user ' +
  'management.cors management.credential_encryption_secret management.csp ' +
  'management.db_cache_multiplier management.definitions management.delegate_count ' +
  'management.disable_basic_auth management.disable_stats management.enable_queue_totals ' +
  'management.enable_uaa management.uaa_client_id management.uaa_location ' +
  'management.headers management.hsts management.http management.http_log_dir ' +
  'management.listener.server management.login_session_timeout ' +
  'management.oauth_authorization_endpoint_params management.oauth_client_id ' +
  'management.oauth_client_secret management.oauth_disable_basic_auth ' +
  'management.oauth_enabled management.oauth_initiated_logon_type ' +
  'management.oauth_metadata_url management.oauth_provider_url ' +
  'management.oauth_resource_servers management.oauth_response_type management.oauth_scopes ' +
  'management.oauth_token_endpoint_params management.path_prefix management.rates_mode ' +
  'management.require_auth_for_api_reference management.restrictions ' +
  'management.sample_retention_policies management.ssl.ciphers ' +
  'management.ssl.client_renegotiation management.ssl.compress ' +
  'management.ssl.depth management.ssl.dhfile ' +
  'management.ssl.honor_cipher_order management.ssl.honor_ecc_order ' +
  'management.ssl.idle_timeout management.ssl.inactivity_timeout ' +
  'management.ssl.max_connections management.ssl.max_keepalive ' +
  'management.ssl.request_timeout management.ssl.secure_renegotiate ' +
  'management.ssl.shutdown_timeout ' +
  'management.tcp.compress management.tcp.idle_timeout ' +
  'management.tcp.inactivity_timeout management.tcp.max_connections ' +
  'management.tcp.max_keepalive management.tcp.request_timeout ' +
  'management.tcp.shutdown_timeout management_agent memory_monitor_interval ' +
  'message_interceptors message_store_shutdown_timeout metadata_store ' +
  'mirroring_sync_batch_size mirroring_sync_max_throughput mnesia_table_loading_retry_limit ' +
  'mnesia_table_loading_retry_timeout motd_file mqtt net_ticktime node_tags num_acceptors ' +
  'password_hashing_module prevent_startup_if_node_was_reset product ' +
  'prometheus.filter_aggregated_queue_metrics_pattern prometheus.path ' +
  'prometheus.return_per_object_metrics prometheus.tcp.compress prometheus.tcp.idle_timeout ' +
  'prometheus.tcp.inactivity_timeout prometheus.tcp.max_connections ' +
  'prometheus.tcp.max_keepalive prometheus.tcp.request_timeout ' +
  'prometheus.tcp.shutdown_timeout queue_index_embed_msgs_below queue_leader_locator ' +
  'queue_master_locator queue_types quorum_queue raft reverse_dns_lookups runtime_parameters ' +
  'session_max_per_connection shovel socket_writer ssl_allow_poodle_attack ' +
  'ssl_options.bypass_pem_cache ssl_options.ciphers ssl_options.client_renegotiation ' +
  'ssl_options.crl_check ssl_options.crl_sources ssl_options.depth ssl_options.dh ' +
  'ssl_options.dhfile ssl_options.honor_cipher_order ssl_options.honor_ecc_order ' +
  'ssl_options.log_alert ssl_options.log_level ssl_options.psk_identity ' +
  'ssl_options.reuse_session ssl_options.reuse_sessions ssl_options.secure_renegotiate stomp ' +
  'stream sysmon_handler tcp_listen_options total_memory_available_override_value tracing ' +
  'trust_store vhost_restart_strategy vm_memory_calculation_strategy ' +
  'vm_memory_high_watermark_paging_ratio web_mqtt web_stomp'
).split(' ');
