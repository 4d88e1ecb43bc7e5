package sse.servlet;

import org.junit.jupiter.api.Tag;

@Tag("servlet-6.0")
@Tag("containers")
class Tomcat10WarTest extends WarTests {}
