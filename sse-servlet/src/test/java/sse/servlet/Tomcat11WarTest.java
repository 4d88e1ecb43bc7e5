package sse.servlet;

class Tomcat11WarTest extends WarTests {}
